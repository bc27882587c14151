# Русский. Те же ключи, что в en.ftl; тест их сравнивает.
count-users = { $count ->
    [one] { $count } пользователь
    [few] { $count } пользователя
   *[many] { $count } пользователей
}
count-changes = { $count ->
    [one] { $count } поле
    [few] { $count } поля
   *[many] { $count } полей
}
