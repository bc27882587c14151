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
# -- signing in, passwords, second factor --
sign-in = Войти
sign-in-title = Вход в Steward
sign-in-user-title = Вход в аккаунт
sign-in-login = Логин
sign-in-user-login = Логин
sign-in-user-login-hint = Как в письме: логин@аккаунт
sign-in-password = Пароль
sign-in-refused = Неверный логин или пароль.
sign-in-switched-off = Вход под этим логином отключён. Обратитесь к администратору.
sign-in-code-title = Подтвердите, что это вы
sign-in-code = Код
sign-in-code-hint = Шесть цифр из приложения-аутентификатора или один из резервных кодов
sign-in-start-again = Начать заново
sign-in-wrong-code = Код неверен или уже использован. Введите следующий.
sign-in-too-many-codes = Слишком много неверных кодов. Повторите попытку через 15 минут.
signed-out = Вы вышли.
setup-title = Настройка Steward
setup-intro = Вы здесь первый. Вы станете владельцем, которому доступно всё.
setup-button = Создать владельца
setup-done = Steward готов к работе.
set-password-title = Новый пароль
set-password-for = Для логина
set-password-button = Сохранить пароль
password-new = Новый пароль
password-new-hint = Хороший пароль — несколько не связанных между собой слов
password-again = Новый пароль ещё раз
password-current = Текущий пароль
password-not-same = Пароли не совпадают.
password-too-short = В пароле { $length ->
    [one] { $length } символ
    [few] { $length } символа
   *[many] { $length } символов
}, а нужно не меньше { $shortest }.
password-too-common = Этот пароль легко угадать: он распространён или построен по шаблону.
password-of-own-words = Этот пароль составлен из логина, имени, почты или названия аккаунта.
password-wrong = Это не ваш текущий пароль.
password-set = Пароль сохранён. Войдите с ним.
password-changed = Пароль изменён. Остальные сеансы завершены.
dead-link-title = Ссылка больше не действует
dead-link-why = Она использована, устарела или заменена более новой. Попросите администратора прислать другую.
second-factor-title = Второй фактор
second-factor-intro = Кроме пароля, при входе понадобится код из приложения на телефоне. Отсканируйте картинку приложением и введите код, который оно покажет.
second-factor-qr = QR-код с секретом, который записан ниже
second-factor-secret = Или введите этот секрет в приложение:
second-factor-code = Код из приложения
second-factor-button = Включить
second-factor-is-on = Второй фактор включён.
second-factor-is-off = Второй фактор выключен.
second-factor-codes-left = { $count ->
    [0] Резервных кодов не осталось.
    [one] Остался { $count } резервный код.
    [few] Осталось { $count } резервных кода.
   *[many] Осталось { $count } резервных кодов.
}
recovery-codes-title = Сохраните резервные коды
recovery-codes-intro = Второй фактор включён. Если телефона нет под рукой, каждый из этих кодов один раз откроет вход. Больше они не появятся: распечатайте их или храните в надёжном месте.
continue = Продолжить

# -- administrators --
admin-login = Логин
admin-email = Электронная почта
admin-first-name = Имя
admin-last-name = Фамилия
admin-language = Язык
admin-tz = Часовой пояс
admin-theme = Тема
admin-role = Роль
admin-active = Активен
admin-password = Пароль
admin-second-factor = Второй фактор
kind-admin = администратор
action-password = Изменён пароль
action-second-factor = Включён второй фактор
action-reset = Доступ сброшен

# -- accounts --
account-new = Новый аккаунт
account-search = Название, логин или id
accounts-none-yet = Аккаунтов ещё нет. Сначала создайте тариф, затем первый аккаунт.
account-created = Аккаунт «{ $title }» создан. Теперь — его пользователи.
account-saved = Аккаунт «{ $title }» сохранён.
account-settings = Настройки
account-users = Пользователи
account-groups = Группы
account-roles = Роли
account-parts = Разделы аккаунта
account-active = Активен
account-active-hint = Неактивный аккаунт настроен, но войти в него нельзя.
account-frozen = Заморожен
account-deleted = Удалён
account-title = Название
account-title-hint = То, что видят люди.
account-name = Логин аккаунта
account-name-hint = a–z, 0–9, точка, подчёркивание и дефис. Уникален.
account-name-users = { $count ->
    [one] { $count } пользователь входит как
    [few] { $count } пользователя входят как
   *[many] { $count } пользователей входят как
}
account-name-asks = { $count ->
    [0] Подтвердите новый логин ниже.
    [one] Смена логина изменит логин { $count } пользователя. Подтвердите её ниже.
    [few] Смена логина изменит логины { $count } пользователей. Подтвердите её ниже.
   *[many] Смена логина изменит логины { $count } пользователей. Подтвердите её ниже.
}
account-name-question = Сменить логин аккаунта?
account-name-confirm = Да, теперь все входят как
account-tariff = Тариф
account-tz = Часовой пояс
account-now-there = Сейчас там { $there }, у вас { $here }.
account-account-postgresql = БД Postgres
account-account-postgresql-hint = Заказы и товары.
account-account-cache-clickhouse = БД ClickHouse
account-account-cache-clickhouse-hint = История, статистика, отчёты.
account-external-data-connectors = Внешние данные
account-web-version-policy = Политика
account-web-version-policy-hint = Какие каналы хранят веб-версии сообщений и как долго.
account-save-email-web-versions = Хранить веб-версии всех писем
account-save-email-web-versions-hint = И тех, которые политика не хранит.
account-enable-pixel = Включить пиксель
account-enable-pixel-hint = Отслеживает открытия и посещения. Нужен домен для cookie.
account-enable-smart-settings = Включить умные настройки
account-enable-smart-settings-hint = Скрытая копия, безусловная отправка, выбор виртуального отправителя.
account-enable-push = Включить push-канал
account-enable-push-hint = Веб-push. Нужен домен для cookie.
account-enable-track-email-replies = Собирать ответы на письма
account-custom-push-domain = Домен для cookie
account-custom-push-domain-hint = Публичное имя хоста, например track.example.com.
account-reports-day = День недельных отчётов
account-reports-hour = Время ежедневных отчётов
account-reports-hour-hint = В часовом поясе аккаунта.
account-next-daily = Следующий ежедневный: { $day }, там { $there }, у вас { $here }.
account-next-weekly = Следующий недельный: { $day }, там { $there }, у вас { $here }.
account-force-2fa-auth = Требовать 2FA от пользователей
account-force-2fa-auth-hint = У кого второго фактора ещё нет, настроит его при следующем запросе.
account-enrolled = { $count ->
    [0] Пользователей ещё нет.
    [one] Второй фактор есть у { $enrolled } из { $count } пользователя.
    [few] Второй фактор есть у { $enrolled } из { $count } пользователей.
   *[many] Второй фактор есть у { $enrolled } из { $count } пользователей.
}
account-state-means = Заморозка запрещает изменения, но не вход. Отключение сразу завершает сеансы пользователей. После удаления всё хранится 30 дней.
account-activate = Включить «{ $title }»?
account-activate-means = { $count ->
    [0] Пользователей в нём ещё нет.
    [one] { $count } пользователь снова сможет войти.
    [few] { $count } пользователя снова смогут войти.
   *[many] { $count } пользователей снова смогут войти.
}
account-activate-done = Аккаунт «{ $title }» активен.
account-activate-already = Аккаунт «{ $title }» уже активен.
account-deactivate = Отключить «{ $title }»?
account-deactivate-means = { $count ->
    [0] Пользователей в нём ещё нет. Войти нельзя, пока его не включат.
    [one] Сеансы { $count } пользователя завершатся сейчас; войти нельзя, пока аккаунт не включат.
    [few] Сеансы { $count } пользователей завершатся сейчас; войти нельзя, пока аккаунт не включат.
   *[many] Сеансы { $count } пользователей завершатся сейчас; войти нельзя, пока аккаунт не включат.
}
account-deactivate-done = Аккаунт «{ $title }» отключён. Сеансы его пользователей завершены.
account-deactivate-already = Аккаунт «{ $title }» уже отключён.
account-notify-users = Сообщить пользователям
account-notify-users-hint = По письму каждому, на его языке.
account-freeze = Заморозить «{ $title }»?
account-freeze-means = { $count ->
    [0] Создать или изменить в нём ничего нельзя, пока его не разморозят.
    [one] { $count } пользователь может войти и смотреть, но создать или изменить ничего нельзя, пока аккаунт не разморозят.
    [few] { $count } пользователя могут войти и смотреть, но создать или изменить ничего нельзя, пока аккаунт не разморозят.
   *[many] { $count } пользователей могут войти и смотреть, но создать или изменить ничего нельзя, пока аккаунт не разморозят.
}
account-freeze-done = Аккаунт «{ $title }» заморожен.
account-freeze-already = Аккаунт «{ $title }» уже заморожен.
account-payment-url = Ссылка на оплату
account-payment-url-hint = Видна пользователям, пока аккаунт заморожен. Необязательна.
account-reason = Причина
account-reason-hint = Видна пользователям. Необязательна.
account-unfreeze = Разморозить «{ $title }»?
account-unfreeze-means = { $count ->
    [0] Ссылка на оплату и причина удаляются.
    [one] { $count } пользователь снова сможет создавать и изменять. Ссылка на оплату и причина удаляются.
    [few] { $count } пользователя снова смогут создавать и изменять. Ссылка на оплату и причина удаляются.
   *[many] { $count } пользователей снова смогут создавать и изменять. Ссылка на оплату и причина удаляются.
}
account-unfreeze-done = Аккаунт «{ $title }» разморожен.
account-unfreeze-already = Аккаунт «{ $title }» не заморожен.
account-delete = Удалить «{ $title }»?
account-delete-means = { $count ->
    [0] Удаляются настройки, группы и роли. 30 дней аккаунт можно восстановить таким, как был; до тех пор его логин занят.
    [one] Удаляются { $count } пользователь, группы, роли и настройки; его сеансы завершатся сейчас. 30 дней всё можно восстановить; до тех пор логин занят.
    [few] Удаляются { $count } пользователя, группы, роли и настройки; их сеансы завершатся сейчас. 30 дней всё можно восстановить; до тех пор логин занят.
   *[many] Удаляются { $count } пользователей, группы, роли и настройки; их сеансы завершатся сейчас. 30 дней всё можно восстановить; до тех пор логин занят.
}
account-delete-type = Для уверенности введите его логин:
account-typed-name = Логин аккаунта
account-delete-done = Аккаунт «{ $title }» удалён. Его можно восстановить в течение 30 дней.
account-delete-already = Аккаунт «{ $title }» уже удалён.
account-restore = Восстановить «{ $title }»?
account-restore-means = { $count ->
    [0] Он вернётся таким, как был.
    [one] Он вернётся таким, как был, и его { $count } пользователь тоже.
    [few] Он вернётся таким, как был, и его { $count } пользователя тоже.
   *[many] Он вернётся таким, как был, и его { $count } пользователей тоже.
}
account-restore-done = Аккаунт «{ $title }» восстановлен.
account-restore-already = Аккаунт «{ $title }» не удалён.
account-is-frozen = Аккаунт заморожен. Сначала разморозьте его.
account-is-inactive = Аккаунт отключён. Сначала включите его.
account-is-deleted = Аккаунт удалён. Сначала восстановите его.
refused-no-tariff = Выберите тариф.
refused-no-domain-for-pixel = Укажите домен для cookie: пиксель включён.
refused-no-domain-for-push = Укажите домен для cookie: push включён.
refused-typed-name = Чтобы удалить аккаунт, введите { $name }.
section-databases = Базы данных
section-web-version = Веб-версия
section-additional = Дополнительно
section-notifications = Уведомления
section-authorization = Авторизация
section-state = Состояние
state-active = Активен
state-inactive = Отключён
state-frozen = Заморожен
state-frozen-since = Заморожен с { $day }
state-limit = Лимит исчерпан
state-deleted = Удалён
any-state = Любое состояние
any-tariff = Любой тариф
any-zone = Любой часовой пояс
created-between = Создан с
created-and = по
on-this-page = На этой странице
day-1 = понедельник
day-2 = вторник
day-3 = среда
day-4 = четверг
day-5 = пятница
day-6 = суббота
day-7 = воскресенье
action-activate = Включить
action-deactivate = Отключить
action-freeze = Заморозить
action-unfreeze = Разморозить
action-restore = Восстановить
