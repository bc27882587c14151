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

# -- letters and outbox --
menu-outbox = Исходящие письма
outbox-search = Получатель или тема
outbox-any-status = Любое состояние
outbox-none-yet = Писем пока нет. Письмо появится здесь, как только его нужно будет отправить: например, приветственное письмо новому пользователю.
outbox-no-server = Почтовый сервер не задан, поэтому письма остаются здесь и не отправляются. Задайте STEWARD_SMTP_URL и перезапустите Steward.
column-letter = Письмо
column-recipient = Получатель
column-status = Состояние
column-attempts = Попытки
column-sent-or-next = Отправлено или следующая попытка
column-last-error = Причина
kind-letter = письмо
action-send-again = отправка повторена
action-cancel-letter = отправка отменена
letter-status = Состояние
letter-about = Письмо
letter-kind = Вид
letter-kind-welcome = Приветственное письмо
letter-kind-deactivated = Аккаунт отключён
letter-status-queued = В очереди
letter-status-sent = Отправлено
letter-status-failed = Не отправлено
letter-status-cancelled = Отменено
letter-reason-account-deleted = Аккаунт удалён.
letter-reason-account-inactive = Аккаунт неактивен.
letter-reason-user-deleted = Пользователь удалён.
letter-reason-user-disabled = Пользователь отключён.
letter-reason-superseded = Заменено более новым письмом.
letter-from = От кого
letter-to = Кому
letter-subject = Тема
letter-sent-at = Отправлено
letter-next-attempt = Следующая попытка
letter-give-up = Попытки до
letter-user = Пользователь
letter-open-user = Открыть пользователя
letter-text = Текст
letter-html = Показать HTML-версию
letter-link-hidden = Секретную часть ссылки видит только получатель.
letter-again = Отправить ещё раз
letter-cancel = Отменить письмо
letter-will-go = Письмо будет отправлено.
letter-cancelled = Письмо отменено.
letter-is-sent = Это письмо уже отправлено.
letter-link-gone = Ссылки из этого письма больше нет. Отправьте новое письмо со страницы пользователя.
letter-is-going = Это письмо отправляется прямо сейчас.
letter-not-waiting = Отменить можно только письмо в очереди.
mail-greeting = Здравствуйте, { $name }!
mail-welcome-subject = Доступ к «{ $account }»: задайте пароль
mail-welcome-for = Это письмо для { $login }, пользователя аккаунта «{ $account }». Задав пароль, входите с этим логином.
mail-welcome-link = Задать пароль
mail-welcome-until = Ссылка сработает один раз, до { $until }. Более новое письмо сделает её недействительной.
mail-welcome-unexpected = Если вы не ждали этого письма, не обращайте на него внимания: без ссылки ничего не изменится.
mail-request = Откуда запросили письмо
mail-platform = Браузер и система
mail-place = Место
mail-time = Время
mail-unknown = неизвестно
mail-deactivated-subject = Аккаунт «{ $account }» отключён
mail-deactivated = Аккаунт «{ $account }» отключён. Пока его не включат снова, войти как { $login } нельзя.
mail-deactivated-ask = Если есть вопросы, обратитесь к тому, кто в вашей компании отвечает за этот аккаунт.
