# English. The same keys as ru.ftl; a test compares them.
count-users = { $count ->
    [one] { $count } user
   *[other] { $count } users
}
count-changes = { $count ->
    [one] { $count } field
   *[other] { $count } fields
}
