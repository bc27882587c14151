# Русский. Те же ключи, что в en.ftl; тест их сравнивает.
# Ключ `X-hint` — подсказка под полем `X`, `X-button` — кнопка страницы, которая спрашивает `X`.

# -- панель --
skip = Перейти к содержанию
skip-list = Перейти к списку
menu = Меню
menu-main = Главное меню
menu-overview = Обзор
menu-accounts = Аккаунты
menu-resources = Ресурсы
menu-record = События
menu-audit = Журнал аудита
menu-tariffs = Тарифы
menu-web-version-policies = Политики веб-версий
menu-databases = Базы данных
menu-external-data = Внешние данные
menu-ldap = LDAP
menu-senders = Отправители
menu-stop-lists = Стоп-листы
menu-notifiers = Уведомители
menu-access = Доступ
menu-admins = Администраторы
menu-settings = Настройки
menu-brand = Бренд
menu-directory = Каталог администраторов
sign-out = Выйти
second-factor-missing = Двухфакторная аутентификация не включена.
second-factor-set-up = Включить
role-owner = владелец
role-manager = менеджер
role-support = поддержка
role-auditor = аудитор
role-may-owner = всё, включая администраторов
role-may-manager = аккаунты, пользователи, общие ресурсы, письма и сеансы
role-may-support = видит всё, отправляет письма, завершает сеансы, снимает замедление входа, проводит сеансы поддержки
role-may-auditor = видит всё, ничего не меняет
right-view = Просмотр всего
right-own = Изменение своего профиля
right-edit-accounts = Изменение аккаунтов
right-edit-users = Изменение пользователей
right-edit-resources = Изменение общих ресурсов
right-send-letters = Отправка писем
right-end-sessions = Завершение сеансов
right-log-in-as = Вход как пользователь
right-act-as-user = Изменения от имени пользователя
right-edit-admins = Управление администраторами
right-edit-tokens = Управление токенами API
right-edit-settings = Изменение настроек
any-role = Любая роль

# -- кнопки и слова, общие для многих страниц --
create = Создать
save = Сохранить
save-another = Сохранить и добавить ещё
must = * — обязательное поле
cancel = Отмена
back = Назад
close = Закрыть
delete = Удалить
show = Найти
search = Поиск
never = никогда
read-only-role = Можно смотреть, но не менять: ваша роль — { $role }.
secret-show = Показать
secret-hide = Скрыть
toast-close = Закрыть сообщение
copy-id = Скопировать id
copy-login = Скопировать логин
history = История
section-main = Основное
last-changed = Изменено: { $by }, { $at }
several-none = Выбирать пока не из чего.
used-by-accounts = Где используется (не более шести аккаунтов):
month-1 = янв.
month-2 = февр.
month-3 = марта
month-4 = апр.
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = авг.
month-9 = сент.
month-10 = окт.
month-11 = нояб.
month-12 = дек.

# -- количества --
count-users = { $count ->
    [one] { $count } пользователь
    [few] { $count } пользователя
   *[many] { $count } пользователей
}
count-ldap-groups = { $count ->
    [one] { $count } назначение
    [few] { $count } назначения
   *[many] { $count } назначений
}
count-messages = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
count-changes = { $count ->
    [one] { $count } поле
    [few] { $count } поля
   *[many] { $count } полей
}
count-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}

# -- списки --
list-none = Здесь пусто
list-range = { $from }–{ $to } из { $total }
list-some = { $count } из { $total }
list-nothing-found = По этому запросу ничего не найдено.
list-nothing-found-means = Измените запрос или уберите часть фильтров.
list-show-all = Сбросить фильтры
pages = Страницы
page-first = Первая
page-previous = Предыдущая
page-next = Следующая
page-last = Последняя
rows-a-page = Строк на странице:
export-list = Выгрузить:
export-csv = Всё, что нашлось в этом списке, в формате CSV. Тексты, которые таблица могла бы принять за формулу, начинаются с апострофа.
export-xlsx = Всё, что нашлось в этом списке, книгой XLSX. Если строк больше 10 000, книгу готовит задание.
column-name = Название
person-name = Имя
column-title = Название
column-kind = Тип
column-events = События
column-sent = Последняя отправка
column-failures = Неудач с тех пор
column-waiting = Ждёт
column-host = Хост
column-database = База данных
column-tls = TLS
column-tried = Последняя проверка
column-base-dn = Базовый DN
column-security = Защита
column-accounts = Аккаунты
column-account = Аккаунт
column-channel = Канал
column-type = Тип
column-reported = Последний отчёт
any-channel = Любой канал
any-type = Любой тип
column-email = Почта
column-sms = SMS
column-push = Push
column-messenger = Мессенджеры
column-tariff = Тариф
column-tz = Часовой пояс
column-users = Пользователи
column-created = Создан
column-updated = Изменён
column-actions = Действия
column-limit-users = Лимит пользователей
column-limit-emails = Писем в месяц
column-reach = Охват
column-emails = Email
column-phones = Телефоны
column-domains = Домены
column-when = Когда
column-who = Кто
column-what = Что
column-changes = Изменения
column-from = IP-адрес
column-role = Роль
column-device = Устройство
column-browser = Браузер
column-ip = IP-адрес
column-place = Место
column-since = С какого времени
column-last-seen = Последняя активность
column-outcome = Результат

# -- отклонённые формы; каждое сообщение говорит, что сделать --
errors-heading = Нужно исправить
error-title-mark = Ошибка:{ " " }
refused-empty = Заполните это поле.
refused-too-long = Сократите до { $longest } { $longest ->
    [one] символа
   *[many] символов
}; сейчас { $length }.
refused-control-characters = Уберите переводы строк и другие управляющие символы.
refused-reference-taken = Этот номер уже у аккаунта { $title } (id { $id }).
refused-taken = Это имя уже занято, выберите другое.
refused-name-characters = Используйте только буквы a–z, цифры, точки, подчёркивания и дефисы.
refused-name-length = Длина должна быть от { $shortest } до { $longest } символов.
refused-name-ends = Начните и закончите буквой или цифрой.
refused-number = Введите целое число от { $least } до { $most }.
refused-limit = Введите целое число или оставьте поле пустым, если ограничения нет.
refused-choice = Выберите один из вариантов.
refused-email = Введите один адрес электронной почты, например anna@example.com.
refused-email-local = Проверьте часть до знака @: латинские буквы, цифры и знаки вроде . _ - +, не больше 64 символов, без точки по краям и без двух точек подряд.
refused-email-literal = После знака @ укажите доменное имя, например example.com: IP-адрес здесь не подходит.
refused-email-domain = Проверьте часть после знака @: «{ $domain }» — не доменное имя.
refused-email-long = Укажите адрес покороче: не больше { $longest } символов.
refused-colour = Укажите цвет в виде #rrggbb, например #0b6b63.
refused-phone = Введите номер телефона с кодом страны, например +7 495 123-45-67.
refused-phone-characters = Введите только цифры номера вместе с кодом страны, без букв и добавочного номера.
refused-zone = Выберите часовой пояс, например Europe/Moscow.
refused-host = Введите публичное имя хоста, например example.com, без схемы и порта.
refused-web-address = Введите адрес, который начинается с https:// или http://.

# -- чужие изменения --
stale-by = Кто и когда изменил:
stale-oneself = вы, в другом окне
stale-what-now = То, что вы ввели, показано ниже и не сохранено. Выберите значение для каждого поля и сохраните ещё раз.
stale-was = Было
stale-field = Поле
stale-yours = У вас
stale-theirs = Сохранено

# -- неудавшиеся запросы --
error-not-found = Такой страницы нет
error-forbidden = У вас нет права на это действие
error-csrf = Форма устарела или открыта не с этого сайта. Вернитесь, обновите страницу и попробуйте ещё раз
error-unproven = Сначала подтвердите, что это вы
form-again = Форма была открыта в другой вкладке или давно, поэтому ничего не сделано. Теперь она обновлена: отправьте её ещё раз.
form-without-cookies = Браузер не прислал cookie, поэтому ничего не сделано. Разрешите cookie для этого сайта и отправьте форму ещё раз.
error-malformed = Запрос не удалось разобрать
error-method = К этому адресу так обращаться нельзя
error-too-large = Отправлено слишком много данных
error-too-slow = Запрос передавался слишком долго. Ничего не изменено. Попробуйте ещё раз
error-misdirected = Steward не отвечает по этому адресу
error-too-many = Слишком много попыток из этой сети. Повторите через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}
error-too-many-until = Слишком много попыток из этой сети. Повторите через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}, в { $until }
error-right = Для этого нужно право «{ $right }». Ваша роль ({ $role }) его не даёт.
error-right-roles = Роли с этим правом: { $roles }.
error-reference-gone = Что-то из выбранного тем временем удалили или переименовали. Вернитесь, обновите страницу и выберите заново
gone = Пока вы редактировали, это удалили
gone-by = Кто и когда удалил:
gone-what-now = Ничего не сохранено. То, что вы ввели, показано ниже: создайте новую запись и скопируйте отсюда нужное.
gone-typed = Что вы ввели
error-stale-asked = Данные изменились после того, как вы открыли страницу. Ничего не сделано: проверьте и подтвердите ещё раз
error-stale = Пока вы редактировали, данные изменились
error-unavailable = База данных не отвечает. Ничего не изменено; попробуйте через минуту
error-internal = Произошла ошибка. Ничего не изменено
error-unsure = Во время сохранения произошла ошибка, и неизвестно, сохранено ли изменение. Проверьте, прежде чем повторять
error-home = К обзору
error-home-portal = К вашему аккаунту
error-sign-in = Перейти ко входу
error-id = Запрос

# -- журнал аудита --
audit-who = Администратор, пользователь или токен
mark-owner = Новый владелец
mark-network = Новая сеть
mark-refusals = Отказ за отказом
mark-factor = Второй фактор снят
audit-marked = Только отмеченные
audit-mark = Стоит посмотреть
audit-record = Запись { $count }
audit-number = Номер
audit-request = Запрос
audit-same-request = Другие записи того же запроса
audit-takes-back = Отменяет
audit-taken-back-by = Отменена записью
audit-from = С
audit-to = по
audit-account = Аккаунт по номеру
audit-object = Объект по номеру
audit-ip = Адрес или сеть
audit-visit-number = Визит по номеру
audit-refused = Только отказы
audit-network-wide = Адрес или сеть (в записях больше 1000 её адресов: укажите сеть поменьше)
audit-lately = Последние 7 дней.
audit-look-back = Показать за всё время
audit-none-then = За это время ничего нет
audit-none-then-means = Ничего подходящего за это время не записано. Возможно, что-то есть раньше.
any-action = Любые действия
any-actor-kind = Кто угодно
column-action = Действие
column-by = Кем
actor-kind-admin = администратор
actor-kind-token = токен API
actor-kind-user = пользователь
actor-kind-system = сам Steward
actor-kind-nobody = никто не вошёл
export-jsonl = Всё, что нашлось в этом списке, по объекту в строке.
audit-none = Пока пусто
audit-none-yet = Здесь будет всё, что меняют.
action-create = Создание
action-update = Изменение
action-delete = Удаление
action-refused = Отказ
action-export = Выгрузка
action-test = Проверка соединения
action-test-user = Поиск пользователя
action-assign = Аккаунты назначены
action-add-entries = Записи добавлены
action-remove-entries = Записи убраны
action-import-entries = Импорт записей начат
action-look-up = Проверка по стоп-листам
action-hold = Отдано распоряжение остановить очередь
action-release = Отдано распоряжение возобновить отправку
action-purge-queue = Отдано распоряжение очистить очередь
action-order = Платформа ответила на распоряжение
action-report = Отчёт платформы
kind-page = страница
kind-list = список
list-format = Формат
list-filter = Фильтр
list-rows = Строк
kind-tariff = тариф
kind-view = вид
kind-database = база данных
kind-external-data = внешние данные
kind-ldap = каталог
kind-ldap-group = группа каталога
kind-sender = отправитель
kind-virtual-sender = виртуальный отправитель
kind-stop-list = стоп-лист
kind-notifier = уведомитель
kind-web-version-policy = политика веб-версий

# -- тарифы --
tariffs-none-yet = Тариф задаёт, сколько ресурсов доступно аккаунту. Он нужен каждому аккаунту.
tariff-search = Код или название
tariff-new = Новый тариф
tariff-create = Создать тариф
tariffs-none = Тарифов пока нет
tariff-name = Код
tariff-title = Название
tariff-limits = Ограничения
unlimited = Без лимита
tariff-limits-hint = Оставьте поле пустым, если ограничения нет. Лимит, на котором останавливают, не даёт выйти за него: пользователей сверх него не создать здесь, об остальном платформа спрашивает заранее. О любом другом лимите только сообщается.
tariff-over-asks = { $count ->
    [one] { $count } аккаунт превышает это значение: { $names }.
    [few] { $count } аккаунта превышают это значение: { $names }.
   *[many] { $count }{ $more } аккаунтов превышают это значение: { $names }.
}
tariff-over-confirm = Да, эти аккаунты могут превышать лимиты
account-over-asks = { $limit ->
    [max_users] В аккаунте больше пользователей, чем допускает этот тариф.
    [max_profiles] В аккаунте больше профилей, чем допускает этот тариф.
    [max_databases] В аккаунте больше баз данных, чем допускает этот тариф.
    [max_storage_bytes] Аккаунт занимает больше места, чем допускает этот тариф.
    [emails_per_month] Аккаунт отправил в этом месяце больше писем, чем допускает этот тариф.
    [sms_per_month] Аккаунт отправил в этом месяце больше SMS, чем допускает этот тариф.
    [pushes_per_month] Аккаунт отправил в этом месяце больше push-уведомлений, чем допускает этот тариф.
   *[other] Аккаунт сделал сегодня больше запросов к API, чем допускает этот тариф.
}
account-over-confirm = Да, аккаунт может превышать лимиты нового тарифа
job-over-limits = Превысят лимит тарифа
tariff-max-users = Пользователи
tariff-max-profiles = Профили
tariff-max-databases = Базы данных
tariff-max-storage-bytes = Хранилище, байт
tariff-emails-per-month = Писем в месяц
tariff-sms-per-month = SMS в месяц
tariff-pushes-per-month = Push-уведомлений в месяц
tariff-api-requests-per-day = Запросов к API в день
tariff-hard-users = Останавливать на лимите пользователей
tariff-hard-profiles = Останавливать на лимите профилей
tariff-hard-databases = Останавливать на лимите баз данных
tariff-hard-storage-bytes = Останавливать на лимите хранилища
tariff-hard-emails = Останавливать на лимите писем
tariff-hard-sms = Останавливать на лимите SMS
tariff-hard-pushes = Останавливать на лимите push-уведомлений
tariff-hard-api-requests = Останавливать на лимите запросов к API
tariff-warn-percent = Порог предупреждения, %
tariff-warn-percent-hint = Доля ограничения, начиная с которой аккаунт получает предупреждение.
tariff-created = Тариф «{ $name }» создан.
tariff-saved = Тариф «{ $name }» сохранён.
tariff-deleted = Тариф «{ $name }» удалён.
tariff-delete = Удалить тариф «{ $name }»?
tariff-delete-button = Удалить тариф
tariff-in-use = Тариф «{ $name }» используется, удалить его нельзя

# -- базы данных и внешние данные --
connectors-none-yet = Подключение указывает, где находится база данных; его выбирают в аккаунте.
connector-search = Название, хост или база данных
connector-new = Новое подключение
connector-create = Создать подключение
connectors-none = Подключений пока нет
connector-form = Проверка соединения
connector-name = Название
connector-kind = Тип
connector-connection = Соединение
connector-host = Хост
connector-host-hint = Имя хоста или IP-адрес, без порта.
connector-port = Порт
connector-port-hint = Если пусто, используется порт по умолчанию: PostgreSQL 5432, ClickHouse (HTTP) 8123 или с TLS 8443, MySQL 3306, SQL Server 1433.
connector-database = База данных
connector-user = Пользователь
connector-password = Пароль
connector-password-hint = Необязателен. Хранится в зашифрованном виде и больше не показывается.
connector-password-stored = { connector-password }
connector-password-stored-hint = Пароль сохранён. Оставьте поле пустым, чтобы он не изменился; после смены хоста, порта, пользователя, TLS или центра сертификации введите его заново.
connector-password-remove = Удалить сохранённый пароль
connector-tls = TLS
connector-tls-hint = Обязателен: соединение шифруется, но подлинность сервера не проверяется. С проверкой: кроме того, сертификат должен соответствовать хосту.
connector-ca = Собственный центр сертификации
connector-ca-hint = Сертификат центра, выдавшего сертификат серверу, в формате PEM. Оставьте пустым, если центр публичный.
tls-off = выключен
tls-required = обязателен
tls-verified = с проверкой
trial-heading = Проверка
trial-button = Проверить соединение
trial-hint = Соединяется с тем, что введено выше, и ничего не меняет. Не чаще раза в 10 секунд; каждая проверка попадает в журнал.
trial-ok = Соединение работает.
trial-too-soon = Проверка только что была. Повторите через { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[other] { $seconds } секунд
}.
trial-password-again = Перед сохранением введите пароль ещё раз: он нигде не показывается.
trial-last = Последняя проверка
trial-server = Сервер
trial-tls = Шифрование
trial-tls-none = нет
trial-round-trip = Время ответа
trial-read-only = Изменения
trial-read-only-yes = только чтение
trial-read-only-no = разрешены
cause-name-not-found = Для этого имени хоста не найден адрес.
cause-refused-by-rule = Соединения с этим хостом здесь запрещены.
cause-no-answer = Ответ не пришёл вовремя.
cause-port-closed = На этом порту никто не принимает соединений.
cause-tls-not-offered = Сервер не поддерживает TLS.
cause-tls-demanded = Сервер принимает пароль только по TLS.
cause-tls-unknown-issuer = Сертификат сервера выдан центром, которому здесь не доверяют. Если это ваш центр, добавьте его сертификат.
cause-tls-other-name = Сертификат сервера выдан для другого имени хоста.
cause-tls-expired = Срок действия сертификата сервера истёк.
cause-tls-not-yet-valid = Сертификат сервера ещё не действует.
cause-tls-is-authority = Вместо своего сертификата сервер показывает сертификат центра.
cause-tls-other = Соединение по TLS установить не удалось.
cause-wrong-credentials = Сервер не принял пользователя или пароль.
cause-no-such-database = На сервере нет такой базы данных.
cause-no-such-base = В каталоге нет записи с базовым DN.
cause-not-this-kind = Ответил сервер другого типа.
cause-no-sign-in = Сервер не предлагает известного Steward способа войти с паролем.
cause-nobody-seen = Каталог не показывает ниже базового DN никого с таким фильтром и атрибутом логина.
cause-two-entries = В каталоге несколько записей с таким логином.
cause-no-login = Каталог не показывает у записи атрибут логина.
cause-too-many-groups = Пользователь состоит в каталоге в стольких группах, что Steward не может учесть их все.
tried-ok = работает
tried-name-not-found = хост не найден
tried-refused-by-rule = запрещено
tried-no-answer = нет ответа
tried-port-closed = порт закрыт
tried-tls-refused = ошибка TLS
tried-wrong-credentials = пользователь или пароль не приняты
tried-no-such-database = нет такой базы
tried-no-such-base = нет такого базового DN
tried-not-this-kind = сервер другого типа
tried-no-sign-in = войти нельзя
tried-nobody-seen = никого не видно
tried-two-entries = несколько записей
tried-no-login = логин не виден
tried-too-many-groups = слишком много групп
tried-absent = не найден
tried-nothing-given = ничего не назначено
tried-disabled = отключён
tried-expired = срок истёк
tried-must-change-password = нужно сменить пароль
refused-connector-host = Введите имя хоста или IP-адрес, без схемы и порта.
refused-connector-address = Укажите другой хост: адреса link-local и метаданных облака не допускаются.
refused-connector-number = Запишите адрес IPv4 четырьмя десятичными числами, например 10.0.0.5.
refused-ca = Введите сертификаты в формате PEM, от -----BEGIN CERTIFICATE----- до -----END CERTIFICATE-----.
refused-ca-key = Это закрытый ключ. Нужен только сертификат центра.
refused-password-anew = Введите пароль заново: изменились хост, порт, пользователь, TLS или центр сертификации.
refused-password-both = Либо введите новый пароль, либо удалите сохранённый.
refused-kind-in-use = Оставьте прежний тип: эту базу данных уже используют аккаунты.
connector-created = Подключение «{ $name }» создано.
connector-saved = Подключение «{ $name }» сохранено.
connector-deleted = Подключение «{ $name }» удалено.
connector-delete = Удалить подключение «{ $name }»?
connector-delete-button = Удалить подключение
connector-in-use = Подключение «{ $name }» используется, удалить его нельзя
database-name = { connector-name }
database-kind = { connector-kind }
database-host = { connector-host }
database-port = { connector-port }
database-database = { connector-database }
database-user = { connector-user }
database-password = { connector-password }
database-tls = { connector-tls }
database-ca = { connector-ca }
database-outcome = Результат
external-data-name = { connector-name }
external-data-kind = { connector-kind }
external-data-host = { connector-host }
external-data-port = { connector-port }
external-data-database = { connector-database }
external-data-user = { connector-user }
external-data-password = { connector-password }
external-data-tls = { connector-tls }
external-data-ca = { connector-ca }
external-data-outcome = Результат

# -- каталоги --
ldap-none-yet = Каталог — то, где организация хранит своих людей: Active Directory, OpenLDAP.
ldap-search = Название, хост или базовый DN
ldap-new = Новый каталог
ldap-create = Создать каталог
ldap-none = Каталогов пока нет
ldap-form = Каталог
ldap-people = Люди
ldap-name = Название
ldap-host = Хост
ldap-host-hint = Имя хоста или IP-адрес, без порта.
ldap-port = Порт
ldap-port-hint = Если пусто, используется порт по умолчанию: 636 для LDAPS, иначе 389.
ldap-secondary-host = Запасной хост
ldap-secondary-host-hint = К нему обращаются, когда основной не отвечает. Каталог на нём должен быть тем же.
ldap-secondary-port = Порт запасного хоста
ldap-security = Защита
ldap-security-hint = LDAPS шифрует с первого байта, StartTLS — после первого открытого слова; сертификат должен соответствовать хосту. Без защиты пароли можно прочитать по пути.
ldap-ca = Собственный центр сертификации
ldap-ca-hint = Сертификат центра, выдавшего сертификат серверу, в формате PEM. Оставьте пустым, если центр публичный.
ldap-bind-dn = Входить как
ldap-bind-dn-hint = Запись, от имени которой Steward ищет: cn=steward,dc=example,dc=org или, в Active Directory, имя@домен. Если пусто, поиск анонимный.
ldap-password = Пароль
ldap-password-hint = Хранится в зашифрованном виде и больше не показывается.
ldap-password-stored = { ldap-password }
ldap-password-stored-hint = Пароль сохранён. Оставьте поле пустым, чтобы он не изменился; после смены хоста, порта, защиты, центра сертификации или имени введите его заново.
ldap-password-remove = Удалить сохранённый пароль
ldap-base-dn = Искать ниже
ldap-base-dn-hint = Базовый DN, например ou=people,dc=example,dc=org.
ldap-user-filter = Фильтр пользователей
ldap-user-filter-hint = Пользователи — только подходящие под него записи. Если пусто, все.
ldap-login-attribute = Атрибут логина
ldap-login-attribute-hint = uid; в Active Directory — sAMAccountName.
ldap-email-attribute = Атрибут email
ldap-first-name-attribute = Атрибут имени
ldap-last-name-attribute = Атрибут фамилии
ldap-outcome = Результат
ldap-login = Логин
ldap-mapped-groups = Групп назначено
ldap-groups = Назначения по группам
ldap-groups-mean = Кто состоит в группе каталога, получает указанные здесь группы и роли и теряет их, выйдя из неё; вложенные группы учитываются. Названия — те, что заведены в аккаунте с этим каталогом: если группы или роли с таким названием в нём нет, она не назначается. Всё, что здесь не названо, остаётся как задано вручную.
ldap-groups-search = DN, группа или роль
ldap-groups-none = Назначений пока нет
ldap-groups-none-yet = Пока ни одна группа каталога ничего не даёт, новые пользователи через него не войдут.
ldap-group-new = Новое назначение
ldap-group-create = Назначить группе
ldap-group-form = Назначение
ldap-group-gives = Что она даёт
ldap-group-dn = Группа каталога
ldap-group-dn-hint = Её DN, например cn=staff,ou=groups,dc=example,dc=org.
ldap-group-groups = Группы
ldap-group-groups-hint = Названия групп аккаунта, по одному в строке.
ldap-group-roles = Роли
ldap-group-roles-hint = Названия ролей аккаунта, по одному в строке.
ldap-group-master = Мастер-пользователь
ldap-group-known = В каталоге
ldap-group-known-found = найдена
ldap-group-known-missing = такой группы нет
ldap-group-known-unknown = не проверена
ldap-group-stable-id = Постоянный идентификатор
ldap-group-created = Назначение для группы «{ $name }» создано.
ldap-group-saved = Назначение для группы «{ $name }» сохранено.
ldap-group-deleted = Назначение для группы «{ $name }» удалено.
ldap-group-delete = Удалить назначение для группы «{ $name }»?
ldap-group-delete-button = Удалить назначение
ldap-user-title = Проверить пользователя
ldap-user-means = Ищет человека в каталоге и показывает, что он получил бы. Его пароль не нужен, и ничего не меняется; сама проверка остаётся в журнале.
ldap-user-login = Логин
ldap-user-login-hint = Без имени аккаунта.
ldap-user-button = Найти пользователя
ldap-user-result = Результат
ldap-user-ok = С верным паролем этот человек мог бы войти.
ldap-user-nothing-given = Человек найден, но ни для одной из его групп ничего не назначено: как новый пользователь он бы не вошёл.
ldap-user-disabled = Человек найден, но в каталоге он отключён.
ldap-user-expired = Человек найден, но срок действия его записи в каталоге истёк.
ldap-user-must-change-password = Человек должен сначала сменить пароль в каталоге.
ldap-user-absent = Ниже базового DN и по фильтру пользователей в каталоге нет никого с таким логином.
ldap-user-host = Ответил хост
ldap-user-entry = Запись
ldap-user-id = Постоянный идентификатор
ldap-user-person = Имя
ldap-user-email = Email
ldap-user-groups = Группы в каталоге
ldap-user-groups-none = Этот человек не состоит ни в одной группе.
ldap-user-how = Как
ldap-user-how-direct = участник
ldap-user-how-nested = через другую группу
ldap-user-how-primary = основная группа
ldap-user-mapped = Есть назначение
ldap-user-given = Что назначено
security-ldaps = LDAPS
security-starttls = StartTLS
security-none = нет
refused-ldap-dn = Введите DN, например dc=example,dc=org.
refused-ldap-attribute = Введите имя атрибута, например uid.
refused-ldap-filter = Введите фильтр LDAP, например (objectClass=person).
refused-ldap-group-nothing = Укажите группу или роль либо включите «Мастер-пользователь»: пустое назначение ничего не даёт.
refused-ldap-group-names = Не больше { $most } названий.
refused-ldap-secondary-port = Укажите и запасной хост или оставьте его порт пустым.
refused-ldap-password-anew = Введите пароль заново: изменились хост, порт, защита, центр сертификации или имя.
refused-ldap-of-administrators = Через этот каталог входят администраторы: куда он ведёт, меняет только владелец.
refused-ldap-password-empty = Введите пароль: с именем без пароля в каталог никто не входит.
ldap-created = Каталог «{ $name }» создан.
ldap-saved = Каталог «{ $name }» сохранён.
ldap-deleted = Каталог «{ $name }» удалён.
ldap-delete = Удалить каталог «{ $name }»?
ldap-delete-means = Вместе с ним { $count ->
    [one] будет удалено { $count } назначение
    [few] будут удалены { $count } назначения
   *[many] будет удалено { $count } назначений
} по группам.
ldap-delete-button = Удалить каталог
ldap-in-use = Каталог «{ $name }» используется, удалить его нельзя
trial-secondary = Запасной хост
trial-people = Пользователи
trial-people-found = найдены
trial-people-none = ниже базового DN с этим фильтром и атрибутом логина никто не найден
trial-sign-in = Вход
trial-sign-in-done = принят
trial-sign-in-nobody = не нужен: имя не указано
trial-sign-in-untried = не проверялся: здесь нет запроса, который ничего не отправляет
restore-late = Удалено более 30 дней назад, восстановить уже нельзя.

# -- senders --
senders-none = Отправителей пока нет
senders-none-yet = Отправитель — то, через что платформа отправляет: почтовый сервер, сервис, SMS-шлюз. Аккаунты отправляют через назначенных им отправителей.
sender-search = Название, тип, хост или URL
sender-of-account = Логин или ID аккаунта
sender-new = Новый отправитель
sender-create = Создать отправителя
sender-choose = Выберите способ отправки. Позже тип изменить нельзя.
sender-form = Отправитель
sender-now = Сейчас
sender-sending = Отправка
sender-rates = Ограничения
sender-name = Название
sender-channel-type = Канал
sender-type = Тип
sender-active = Активен
sender-active-hint = Неактивный отправитель остаётся там, где используется, но пропускается.
sender-accounts = Назначенные аккаунты
sender-accounts-new = { sender-accounts }
sender-accounts-new-hint = По одному в строке: ID, логин аккаунта или название. Другие можно добавить позже.
sender-accounts-none = Аккаунтов пока нет
sender-accounts-none-yet = Пока аккаунты не добавлены, через этого отправителя никто не отправляет.
sender-accounts-added = Добавлены аккаунты
sender-accounts-removed = Убраны аккаунты
sender-add = Добавить аккаунты
sender-add-hint = Вставьте ID, логины аккаунтов или названия, по одному в строке.
sender-add-button = Добавить
sender-remove = Убрать
sender-remove-button = Убрать отмеченные
sender-assigned = { $added ->
    [0] { $removed ->
        [0] Менять ничего не пришлось.
        [one] Убран { $removed } аккаунт.
        [few] Убраны { $removed } аккаунта.
       *[many] Убрано { $removed } аккаунтов.
    }
    [one] Добавлен { $added } аккаунт.
    [few] Добавлены { $added } аккаунта.
   *[many] Добавлено { $added } аккаунтов.
}
sender-account-is-deleted = Аккаунт «{ $name }» удалён, назначить его нельзя.
sender-ips = IP-адреса
sender-ips-hint = Публичные адреса IPv4 и IPv6, с которых идёт отправка, по одному в строке. Один адрес — у одного отправителя.
sender-domain-type = Видимый домен
sender-domain-type-from = домен адреса From
sender-domain-type-ptr = имя IP-адреса (PTR)
sender-host = Хост
sender-host-hint = Имя хоста или IP-адрес, без порта.
sender-port = Порт
sender-port-hint = Если пусто, используется порт по умолчанию: TLS — 465, STARTTLS — 587, без защиты — 25.
sender-url = URL
sender-url-hint = Адрес шлюза, как его сообщает оператор.
sender-tls = Защита
sender-tls-hint = TLS шифрует с первого байта, STARTTLS — после первого открытого слова; сертификат должен соответствовать хосту. Без защиты пароли можно прочитать по пути.
sender-tls-off = нет
sender-tls-starttls = STARTTLS
sender-tls-tls = TLS
sender-ca = Собственный центр сертификации
sender-ca-hint = Сертификат центра, выдавшего сертификат серверу, в формате PEM. Оставьте пустым, если центр публичный.
sender-region = Регион
sender-region-hint = Например, eu-west-1.
sender-key-id = ID ключа доступа
sender-user = Пользователь
sender-user-optional = { sender-user }
sender-user-optional-hint = Оставьте пустым, если входить не нужно.
sender-password = Пароль
sender-password-hint = Хранится в зашифрованном виде и больше не показывается.
sender-password-stored = { sender-password }
sender-password-stored-hint = Пароль сохранён. Оставьте поле пустым, чтобы он не изменился; после смены адресата или пользователя введите его снова.
sender-secret = Секретный ключ
sender-secret-hint = Хранится в зашифрованном виде и больше не показывается.
sender-secret-stored = { sender-secret }
sender-secret-stored-hint = Ключ сохранён. Оставьте поле пустым, чтобы он не изменился; после смены региона или ID ключа введите его снова.
sender-api-token = Токен API
sender-api-token-hint = Хранится в зашифрованном виде и больше не показывается.
sender-api-token-stored = { sender-api-token }
sender-api-token-stored-hint = Токен сохранён. Оставьте поле пустым, чтобы он не изменился; после смены URL, центра сертификации или пользователя введите его снова.
sender-max-per-message = SMS в сообщении
sender-max-per-message-hint = На сколько SMS можно разделить длинный текст, от 1 до 10.
sender-await-delivery = Ждать доставки, секунд
sender-await-delivery-hint = От 0 до 3600. Если пусто, как принято у шлюза.
sender-per-second = Сообщений в секунду
sender-per-second-hint = Если пусто, без ограничения.
sender-per-day = Сообщений в день
sender-per-day-hint = Если пусто, без ограничения.
sender-channel-email = Email
sender-channel-sms = SMS
sender-channel-custom = Собственный
sender-type-akmta = AKMTA
sender-type-smtp = SMTP
sender-type-amazon-ses = Amazon SES
sender-type-sendsay = Sendsay
sender-type-bulksms-com = BulkSMS.com
sender-type-devino = Devino
sender-type-infobip = Infobip
sender-type-sms-http = SMS по HTTP
sender-type-custom = Собственный
sender-about-akmta = Собственный почтовый сервер платформы с его IP-адресами.
sender-about-smtp = Почтовый сервер, на который входят с паролем.
sender-about-amazon-ses = Сервис Amazon, по ключу доступа.
sender-about-sendsay = Сервис Sendsay, по логину и паролю.
sender-about-bulksms-com = Шлюз BulkSMS, по логину и паролю.
sender-about-devino = Шлюз Devino, по токену API.
sender-about-infobip = Шлюз Infobip, по токену API.
sender-about-sms-http = Другой шлюз, который принимает запросы по HTTP.
sender-about-custom = Ваш собственный канал, известный платформе.
sender-state-active = Активен
sender-state-inactive = Неактивен
sender-state-held = Остановлен
sender-state-silent = Молчит
sender-state-deleted = Удалён
sender-waits-hold = Будет остановлен
sender-waits-release = Будет возобновлён
sender-minutes-ago = { $minutes ->
    [0] только что
   *[other] { $minutes } мин назад
}
sender-nothing-reported = Платформа пока ничего не сообщала
sender-reported-state = Сообщённое состояние
sender-at = На момент
sender-queue = Очередь
sender-queue-open = Открыть
sender-queue-unknown = Платформа не сообщала, что ждёт отправки.
sender-queue-empty = Ничего не ждёт отправки.
sender-queue-by-account = Что ждёт отправки, по аккаунтам
sender-queued = Ждёт
sender-orders = Распоряжения платформе
sender-orders-none = Пока не было.
sender-order = Распоряжение
sender-order-hold = Остановить
sender-order-release = Возобновить
sender-order-purge = Очистить
sender-order-all = все аккаунты
sender-order-waits = Такое распоряжение уже ждёт платформу.
sender-order-settled = На это распоряжение уже есть ответ: { $outcome }.
sender-result = Результат
sender-purged = Выброшено
sender-said = Платформа сообщает
sender-outcome = Результат
sender-outcome-waits = ждёт платформу
sender-outcome-done = выполнено
sender-outcome-failed = не удалось
sender-outcome-withdrawn = отозвано: его сменило другое распоряжение
sender-hold = Остановить очередь отправителя «{ $name }»?
sender-hold-means = Через него ничего не уходит, пока отправку не возобновят; новое ждёт. Это произойдёт, когда платформа получит распоряжение.
sender-hold-button = Остановить
sender-hold-asked = Распоряжение остановить очередь ждёт платформу.
sender-release = Возобновить отправку через «{ $name }»?
sender-release-means = Всё, что ждёт, будет отправлено. Это произойдёт, когда платформа получит распоряжение.
sender-release-button = Возобновить
sender-release-asked = Распоряжение возобновить отправку ждёт платформу.
sender-is-held = Очередь уже остановлена.
sender-is-not-held = Очередь не остановлена.
sender-purge = Очистить очередь отправителя «{ $name }»
sender-purge-means = Всё, что ждёт, будет выброшено без возможности вернуть. Это произойдёт, когда платформа получит распоряжение.
sender-purge-button = Очистить
sender-purge-one = Одного аккаунта
sender-purge-all = Всех аккаунтов; сколько это, не сообщалось
sender-purge-all-of = { $count ->
    [0] Всех аккаунтов; по последнему отчёту ничего не ждало
    [one] Всех аккаунтов: { $count } сообщение
    [few] Всех аккаунтов: { $count } сообщения
   *[many] Всех аккаунтов: { $count } сообщений
}
sender-purge-asked = Распоряжение очистить очередь ждёт платформу.
sender-scope = Чьи сообщения
sender-account = Аккаунт
sender-account-hint = Логин или ID, если речь об одном аккаунте.
sender-is-deleted = Отправитель удалён. Сначала восстановите его.
sender-created = Отправитель «{ $name }» создан.
sender-saved = Отправитель «{ $name }» сохранён.
sender-deleted = Отправитель «{ $name }» удалён. Его можно восстановить в течение 30 дней.
sender-delete = Удалить отправителя «{ $name }»?
sender-delete-button = Удалить отправителя
sender-delete-keeps = В течение 30 дней его можно восстановить; до тех пор за ним остаются название и IP-адреса.
sender-in-use = Отправитель «{ $name }» используется, удалить его нельзя
sender-restore = Восстановить отправителя «{ $name }»?
sender-restore-means = Он вернётся таким, каким был, вместе с аккаунтами.
sender-restore-button = Восстановить
sender-restored = Отправитель «{ $name }» восстановлен.
sender-not-deleted = Отправитель «{ $name }» не удалён.
refused-sender-channel = Этот тип отправляет по другому каналу.
refused-sender-type-stays = Тип отправителя изменить нельзя. Создайте другого.
refused-sender-not-of-type = У отправителей этого типа нет такого поля.
refused-sender-ip = «{ $address }» — не IP-адрес.
refused-sender-ip-public = С { $address } почта идти не может: это не публичный адрес.
refused-sender-ip-twice = { $address } указан дважды.
refused-sender-ip-taken = { $address } принадлежит другому отправителю, возможно, удалённому, которого ещё можно восстановить.
refused-sender-ips = Не больше { $most } адресов.
refused-sender-url = Введите адрес, который начинается с https:// или http://, без имени пользователя.
refused-sender-url-https = Введите адрес, который начинается с https://, без имени пользователя.
refused-sender-region = Введите регион AWS, например eu-west-1.
refused-sender-key-id = ID ключа состоит из букв и цифр.
refused-sender-user-empty = Введите пользователя, которому принадлежит пароль.
refused-sender-secret-anew = Введите это значение заново: изменилось, куда или от чьего имени оно уходит.
refused-sender-untried = У отправителя этого типа подключаться не к чему.
refused-sender-account = Аккаунта «{ $name }» нет.
refused-sender-account-several = Аккаунтов с названием «{ $name }» несколько: введите ID.
refused-sender-account-both = Аккаунт «{ $name }» нельзя одновременно добавить и убрать.
refused-sender-accounts = Не больше { $most } аккаунтов за раз, по одному в строке.
refused-sender-accounts-none = Введите или отметьте хотя бы один аккаунт.
refused-sender-purge-scope = Укажите, чьи сообщения: одного аккаунта или всех.
refused-sender-purge-both = Либо один аккаунт, либо все.
refused-sender-purge-account = Аккаунта с таким логином или ID нет.
refused-report-ahead = Это время более чем на 5 минут впереди.
refused-report-at = Введите время, например 2026-03-01T09:30:00Z.
refused-report-account = Аккаунта с id { $id } нет.
refused-report-lines = Не больше { $most } строк.

# -- virtual senders --
virtual-senders = Виртуальные отправители
virtual-senders-none = Виртуальных отправителей пока нет
virtual-senders-none-yet = Виртуальный отправитель по правилам решает, через каких отправителей идут сообщения аккаунта. Без него ничто не говорит, как они делятся.
virtual-sender-create = Создать виртуального отправителя
virtual-sender-new = Новый виртуальный отправитель
virtual-sender-saved = Виртуальный отправитель «{ $name }» сохранён.
virtual-sender-created = Виртуальный отправитель «{ $name }» создан.
virtual-sender-deleted = Виртуальный отправитель «{ $name }» удалён.
virtual-sender-delete = Удалить виртуального отправителя «{ $name }»?
virtual-sender-delete-button = Удалить виртуального отправителя
virtual-sender-cloned = Это «{ $name }» с теми же правилами. Дайте ему своё название.
virtual-sender-clone = Клонировать
virtual-sender-clone-name = Копия { $name }
virtual-sender-form = Виртуальный отправитель
virtual-sender-name = Название
virtual-sender-groups = Группы, которым он доступен
virtual-sender-groups-hint = Если не отмечена ни одна — всем группам.
virtual-sender-all-groups = Все
virtual-sender-spread = Что решает внутри правила
virtual-sender-spread-hint = По получателю один и тот же человек всегда получает одного отправителя; по сообщению доли выдерживаются точнее.
virtual-sender-spread-message = Сообщение: каждое распределяется по своему идентификатору
virtual-sender-spread-recipient = Получатель: всегда один и тот же отправитель
virtual-sender-when-off = Если все отправители правила выключены
virtual-sender-when-off-hint = Переход дальше молча переносит сообщения на других отправителей, а с ними и репутацию.
virtual-sender-when-off-hold = Удерживать сообщения, пока кто-то не включится
virtual-sender-when-off-next = Перейти к следующему подходящему правилу
virtual-sender-email-rules = Правила для email
virtual-sender-sms-rules = Правила для SMS
virtual-sender-rules = Правила
virtual-sender-rules-hint = Решает первое подходящее правило. Перетащите правило или нажмите в нём Alt со стрелкой вверх или вниз.
virtual-sender-channels = Каналы
virtual-sender-default = Все остальные
virtual-sender-no-rules = Правил нет
virtual-sender-off = Выключен или удерживается: { $name }
virtual-sender-dead-rules = { $count ->
    [one] { $count } правило никогда не сработает.
    [few] { $count } правила никогда не сработают.
   *[other] { $count } правил никогда не сработают.
}
virtual-sender-try-channel = { try-channel }
virtual-sender-try-group = { try-group }
virtual-sender-try-from = { try-from }
virtual-sender-try-to = { try-to }
count-rules = { $count ->
    [one] { $count } правило
    [few] { $count } правила
   *[other] { $count } правил
}
rules-begin = Начать с правила для всех
rules-remove = Убрать все правила
rule-add = Добавить правило
rule-number = Правило { $rule }
rule-default = Все остальные
rule-default-about = Берёт каждое сообщение, которое не взяло ни одно правило выше. Всегда остаётся последним.
rule-up = Выше
rule-down = Ниже
rule-remove = Убрать правило
rule-type = Условие
rule-type-default = Все остальные
rule-type-group-id = Группа
rule-type-from-domain = Домен отправителя (From)
rule-type-to-domain = Домен получателя
rule-type-from-email = Адрес отправителя (From)
rule-of-group = Группа { $name }
rule-value = Домены или адреса
rule-value-example = example.com, *.example.org
rule-shadowed = { $rule ->
    [1] Это правило никогда не сработает: всё его берёт правило 1.
   *[other] Это правило никогда не сработает: всё его берут правило { $rule } и те, что перед ним.
}
share-sender = Отправитель
share-sender-none = Выберите отправителя
share-percent = Доля, процентов
share-from-email = Адрес From
share-replyto-email = Адрес Reply-To
share-from-name = Имя From
share-add = Добавить отправителя
share-remove = Убрать отправителя
share-evenly = Поделить поровну
share-total = Всего { $sum } %
try-heading = Проба
try-about = Правила проверяются так, как они стоят в форме. Ничего не сохраняется и не отправляется.
try-channel = Канал
try-group = Группа
try-group-none = Нет
try-group-closed = Этой группе виртуальный отправитель недоступен: выше она не отмечена.
refused-try-phone = «{ $name }» — не телефон с кодом страны.
try-from = From
try-from-hint = Адрес или только домен.
try-to = Получатели
try-to-hint = До 20, по одному в строке. Пусто — только выдуманные.
try-button = Попробовать
try-compare = Сравнить с сохранённым
try-picks = Эти получатели
try-to-one = Получатель
try-passed = Какие правила не подошли
try-end = Куда идёт
try-key = Выбрано по { $key }
try-passed-off = все его отправители выключены
try-passed-group-id = группа не { $name }
try-passed-from-domain = From не в домене { $value }
try-passed-to-domain = получатель не в домене { $value }
try-passed-from-email = From не { $value }
try-passed-default = не подошло
try-sent = Правило { $rule }: { $name }
try-held = Правило { $rule }: удержано, все отправители выключены
try-nowhere = Никуда: ни у одного правила нет включённого отправителя
try-no-sender = Удержано или никуда
try-sample = Выдуманных получателей: { $count }, домены: { $domains }
try-sample-sms = Выдуманных получателей: { $count }
try-expected = Ожидается
try-got = Вышло
try-chart = График
try-moved = По сравнению с сохранённым иначе пойдёт { $part }
try-moved-from = От кого
try-moved-to = К кому
try-moved-part = Доля
sender-account-in-use = Аккаунт { $name } ещё отправляет через него: правило { $rule } виртуального отправителя «{ $virtual }».
group-in-use = Группа «{ $name }» используется, удалить её нельзя
used-by-virtual-senders = Виртуальные отправители, которые её или его называют (не более шести):
refused-virtual-sender-group = В этом аккаунте нет группы «{ $name }».
refused-condition-domain = «{ $name }» — не домен.
refused-condition-email = «{ $name }» — не адрес.
refused-condition-empty = Ничего не указано.
refused-rules-too-many = Не больше { $most } правил.
refused-rule-no-default = Правило { $rule }: последним должно быть правило для всех остальных.
refused-rule-default-last = Правило { $rule }: правило для всех остальных должно быть последним.
refused-rule-twice = Правило { $rule } повторяет условие правила { $before }.
refused-rule-type = Правило { $rule }: в этом канале нет условия «{ $type }».
refused-rule-value = Правило { $rule }: у этого условия нет доменов и адресов; очистите поле.
refused-rule-no-group = Правило { $rule }: выберите группу.
refused-rule-group = Правило { $rule }: в этом аккаунте нет группы «{ $name }».
refused-rule-domain = Правило { $rule }: «{ $name }» — не домен. В домене есть точка, а звёздочка стоит только перед ним: *.example.com.
refused-rule-email = Правило { $rule }: «{ $name }» — не адрес.
refused-rule-values = Правило { $rule }: не больше { $most } доменов или адресов.
refused-rule-empty = Правило { $rule }: укажите домены или адреса.
refused-rule-id = Правило { $rule }: правила с ID { $id } нет, или оно указано дважды.
refused-rule-no-senders = Правило { $rule }: выберите хотя бы одного отправителя.
refused-rule-senders = Правило { $rule }: не больше { $most } отправителей.
refused-rule-total = Правило { $rule }: доли дают { $sum } %, а должны давать 100 %.
refused-rule-no-sender = Правило { $rule }: у доли нет отправителя; выберите его или уберите долю.
refused-rule-percent = Правило { $rule }: доля — целое число от 1 до 100.
refused-rule-address = Правило { $rule }: From и Reply-To должны быть адресами email.
refused-rule-sms-address = Правило { $rule }: у SMS нет адресов From и Reply-To.
refused-rule-from-name = Правило { $rule }: в имени From не больше 80 знаков.
refused-rule-sender = Правило { $rule }: отправителя «{ $name }» нет, или он не назначен этому аккаунту.
refused-rule-sender-off = Правило { $rule }: отправитель «{ $name }» выключен.
refused-rule-sender-channel = Правило { $rule }: отправитель «{ $name }» другого канала.
refused-rule-sender-twice = Правило { $rule }: отправитель «{ $name }» указан дважды.
# -- stop lists --
stop-lists-none = Стоп-листов нет
stop-lists-none-yet = В стоп-листе те, кому не пишут.
stop-lists-mean = Тем, кто в глобальном списке, не пишет ни один аккаунт. В списке хранятся хеши: ни одна страница не покажет, кто в нём, но можно спросить об отдельном значении.
stop-list-search = Название или описание
stop-list-new = Новый стоп-лист
stop-list-create = Создать стоп-лист
stop-list-name = Название
stop-list-description = Описание
stop-list-description-hint = Для чего он, до 500 символов.
stop-list-is-global = Глобальный
stop-list-is-global-hint = Действует для всех аккаунтов. Его соблюдает и Steward: отчёты, оповещения и уведомления не уходят тем, кто в нём.
stop-list-global = Глобальный
stop-list-not-global = Не глобальный
stop-list-state-live = Действующие
stop-list-state-deleted = Удалённые
stop-list-holds = В этом списке
stop-list-holds-hashes = Записи хранятся как хеши с ключом: прочитать по ним адрес нельзя.
stop-list-add = Добавить записи
stop-list-add-button = Добавить
stop-list-values = Email, телефоны, домены или MD5
stop-list-values-hint = По одному в строке, до 1000. Домен — только он сам; .example.com или *.example.com — и всё, что под ним.
stop-list-kind = MD5 взяты от
stop-list-kind-hint = По MD5 не видно, от чего он. По остальным строкам видно.
stop-list-kind-of = Вид
stop-list-kind-email = Email
stop-list-kind-phone = Телефон
stop-list-kind-domain = Домен
stop-list-kind-md5 = MD5
stop-list-reason = Причина
stop-list-reason-hint = Для тех, кто проверит запись. Сам адрес не пишите.
stop-list-added-many = { $added ->
    [one] «{ $name }»: добавлена { $added } запись, обновлено { $updated }, уже было { $duplicated }.
    [few] «{ $name }»: добавлены { $added } записи, обновлено { $updated }, уже было { $duplicated }.
   *[other] «{ $name }»: добавлено { $added } записей, обновлено { $updated }, уже было { $duplicated }.
 }
stop-list-added = Добавлено
stop-list-updated = Обновлено
stop-list-removed = Убрано
stop-list-entries = Записи (хеш)
stop-list-listed = В списке
stop-list-look-up = Проверить
stop-list-value = Email, телефон, домен или MD5
stop-list-value-hint = В любом написании. В журнале останется, что вы спрашивали: хеш, а не само значение.
stop-list-look-up-button = Проверить
stop-list-found = Результат
stop-list-is-listed = Да: в списке.
stop-list-not-listed = Нет: ни в одном списке.
stop-list-recorded = В журнале как
stop-list-list = Список
stop-list-by = По чему
stop-list-by-itself = само значение
stop-list-by-domain = домен
stop-list-since = С какого времени
stop-list-source = Источник
stop-list-source-administrator = Администратор
stop-list-source-api = API
stop-list-source-import = Импорт
stop-list-source-hard-bounce = Жёсткий возврат
stop-list-source-complaint = Жалоба
stop-list-too-many = Не больше 60 проверок в минуту. Повторите через { $seconds } с.
stop-list-remove = Убрать запись
stop-list-remove-means = Этому получателю снова смогут писать. Причина останется в журнале.
stop-list-why = Почему убирают
stop-list-why-hint = До 200 символов, без самого адреса.
stop-list-sure = Убрать, хотя это жалоба
stop-list-sure-hint = Получатель пожаловался. Письма ему могут повредить репутации платформы.
stop-list-removed-one = Запись из «{ $name }» убрана.
stop-list-entry-gone = Эту запись уже убрали.
stop-list-remains = Первый список есть всегда, удалить его нельзя.
stop-list-is-deleted = Стоп-лист удалён. Сначала восстановите его.
stop-list-created = Стоп-лист «{ $name }» создан.
stop-list-saved = Стоп-лист «{ $name }» сохранён.
stop-list-deleted = Стоп-лист «{ $name }» удалён. Его можно восстановить в течение 30 дней.
stop-list-delete = Удалить стоп-лист «{ $name }»?
stop-list-delete-button = Удалить стоп-лист
stop-list-delete-keeps = Тем, кто в нём, с этого момента могут писать. 30 дней его можно восстановить со всеми записями.
stop-list-in-use = Стоп-лист «{ $name }» используется, удалить его нельзя
stop-list-restore = Восстановить стоп-лист «{ $name }»?
stop-list-restore-means = Он вернётся таким, как был, со своими записями.
stop-list-restore-button = Восстановить
stop-list-restored = Стоп-лист «{ $name }» восстановлен.
stop-list-not-deleted = Стоп-лист «{ $name }» не удалён.
stop-list-export = Хеши
stop-list-rows = Строк
stop-list-from-id = С записи
stop-list-import = Импорт
stop-list-import-means = Текстовый файл или CSV до 100 МБ: в строке один email, телефон, домен или MD5, в первом столбце. От значения остаётся только хеш.
stop-list-file = Файл
stop-list-file-hint = CSV или TXT в UTF-8, до 100 МБ.
stop-list-file-too-large = Файл больше 100 МБ.
stop-list-import-button = Импортировать
stop-list-import-nothing = { $lines ->
    [0] В файле нет ни одного значения.
    [one] В файле нет ни одного значения: { $lines } строка — не email, не телефон, не домен и не MD5.
    [few] В файле нет ни одного значения: { $lines } строки — не email, не телефоны, не домены и не MD5.
   *[other] В файле нет ни одного значения: { $lines } строк — не email, не телефоны, не домены и не MD5.
 }
stop-list-import-entries = { $count ->
    [one] Прочитано { $count } значение
    [few] Прочитано { $count } значения
   *[other] Прочитано { $count } значений
 }
stop-list-import-became = Что с ними стало
stop-list-imported = Импортировано
stop-list-duplicated = Уже было
stop-list-refused = Строк отклонено
stop-list-lines = Строк
stop-list-task = Задание
stop-list-refused-lines = Отклонённые строки
stop-list-line = Строка
refused-stop-email = Это не адрес email.
refused-stop-phone = Это не номер телефона с кодом страны.
refused-stop-domain = Это не адрес email, не телефон, не домен и не MD5.
refused-stop-lines = { $count ->
    [one] Не адрес email, не телефон, не домен и не MD5 в строке { $lines }.
    [few] Не адрес email, не телефон, не домен и не MD5 в строках { $lines }.
   *[other] Не адрес email, не телефон, не домен и не MD5 в строках { $lines }.
 }
refused-stop-many = Не больше { $most } за раз.
refused-stop-reason = В причине не пишут сам адрес, номер или домен.
refused-stop-complaint = Отметьте это, чтобы убрать жалобу.
refused-stop-list-name = Название первого списка не меняется.
refused-stop-list-global = Первый список всегда глобальный.

# -- политики веб-версий --
web-version-policies-none-yet = Политика задаёт, какие сообщения и сколько дней доступны в вебе.
web-version-policy-search = Название
web-version-policy-new = Новая политика веб-версий
web-version-policy-create = Создать политику
web-version-policies-none = Политик веб-версий пока нет
web-version-policy-name = Название
web-version-policy-channels = Каналы
web-version-policy-channels-hint = Какие сообщения можно открыть в веб-версии и сколько дней (от 1 до 3650).
web-version-policy-not-kept = не хранятся
web-version-policy-email-kept = Хранить письма
web-version-policy-email-days = Письма, дней
web-version-policy-sms-kept = Хранить SMS
web-version-policy-sms-days = SMS, дней
web-version-policy-push-kept = Хранить push-уведомления
web-version-policy-push-days = Push-уведомления, дней
web-version-policy-messenger-kept = Хранить сообщения мессенджеров
web-version-policy-messenger-days = Сообщения мессенджеров, дней
web-version-policy-created = Политика веб-версий «{ $name }» создана.
web-version-policy-saved = Политика веб-версий «{ $name }» сохранена.
web-version-policy-deleted = Политика веб-версий «{ $name }» удалена.
web-version-policy-delete = Удалить политику веб-версий «{ $name }»?
web-version-policy-delete-button = Удалить политику
web-version-policy-in-use = Политика веб-версий «{ $name }» используется, удалить её нельзя

# -- jobs: work on many --
menu-tasks = Задания
jobs-none = Заданий пока нет
jobs-none-yet = Отметьте строки в списке аккаунтов или пользователей аккаунта, выберите действие — и задание появится здесь.
column-job = Задание
column-done = Выполнено
column-refused = Отказано
column-total = Всего
column-reason = Причина
column-finished = Завершено
any-status = Любой статус
any-kind = Любые объекты
any-outcome = Любой результат
kind-job = задание
action-cancel = Отменено
job-status = Статус
job-status-waiting = Ожидает
job-status-running = Выполняется
job-status-completed = Завершено
job-status-failed = Ошибка
job-status-cancelled = Отменено
job-kind-accounts = Аккаунты
job-kind-platform = Платформа
job-platform-failed = Платформа сообщает: { $error }
job-platform-id = Id на платформе
job-platform-reported = Последнее сообщение
job-lost = Платформа не сообщала о нём больше часа.
job-kind-users = Пользователи
job-outcome-done = Выполнено
job-outcome-already = Уже так
job-outcome-refused = Отказано
job-outcome-open = Не дошло
job-accounts-activate = Включить
job-accounts-activate-ask = { $count ->
    [one] Включить { $count } аккаунт?
    [few] Включить { $count } аккаунта?
   *[many] Включить { $count } аккаунтов?
}
job-accounts-activate-means = Их пользователи снова смогут входить.
job-accounts-deactivate = Отключить
job-accounts-deactivate-ask = { $count ->
    [one] Отключить { $count } аккаунт?
    [few] Отключить { $count } аккаунта?
   *[many] Отключить { $count } аккаунтов?
}
job-accounts-deactivate-means = Сеансы их пользователей завершатся, войти они не смогут.
job-accounts-freeze = Заморозить
job-accounts-freeze-ask = { $count ->
    [one] Заморозить { $count } аккаунт?
    [few] Заморозить { $count } аккаунта?
   *[many] Заморозить { $count } аккаунтов?
}
job-accounts-freeze-means = Пользователи смогут входить, но ничего не смогут менять. Если указаны ссылка на оплату или причина, их получат и уже замороженные аккаунты.
job-accounts-unfreeze = Разморозить
job-accounts-unfreeze-ask = { $count ->
    [one] Разморозить { $count } аккаунт?
    [few] Разморозить { $count } аккаунта?
   *[many] Разморозить { $count } аккаунтов?
}
job-accounts-set = Изменить настройки
job-accounts-set-ask = { $count ->
    [one] Изменить настройки { $count } аккаунта?
   *[other] Изменить настройки { $count } аккаунтов?
}
job-accounts-delete = Удалить
job-accounts-delete-ask = { $count ->
    [one] Удалить { $count } аккаунт?
    [few] Удалить { $count } аккаунта?
   *[many] Удалить { $count } аккаунтов?
}
job-accounts-delete-means = Сеансы их пользователей завершатся сразу. Аккаунты можно восстановить в течение 30 дней: по одному или все сразу, отменив задание.
job-users-activate = Включить
job-users-activate-ask = { $count ->
    [one] Включить { $count } пользователя?
   *[other] Включить { $count } пользователей?
}
job-users-deactivate = Отключить
job-users-deactivate-ask = { $count ->
    [one] Отключить { $count } пользователя?
   *[other] Отключить { $count } пользователей?
}
job-users-deactivate-means = Их сеансы завершатся, войти они не смогут.
job-users-welcome = Отправить приветственное письмо
job-users-welcome-ask = { $count ->
    [one] Отправить приветственное письмо { $count } пользователю?
   *[other] Отправить приветственное письмо { $count } пользователям?
}
job-users-welcome-means = В письме ссылка для установки пароля, она действует 24 часа. Отправленная раньше ссылка перестанет работать.
job-users-must-change-password = Потребовать новый пароль
job-users-must-change-password-ask = { $count ->
    [one] Потребовать новый пароль у { $count } пользователя?
   *[other] Потребовать новый пароль у { $count } пользователей?
}
job-users-must-change-password-means = Они зададут его при следующем входе.
job-users-end-sessions = Завершить сеансы
job-users-end-sessions-ask = { $count ->
    [one] Завершить сеансы { $count } пользователя?
   *[other] Завершить сеансы { $count } пользователей?
}
job-users-add-role = Добавить роль
job-users-add-role-ask = { $count ->
    [one] Добавить роль { $count } пользователю?
   *[other] Добавить роль { $count } пользователям?
}
job-users-remove-role = Убрать роль
job-users-remove-role-ask = { $count ->
    [one] Убрать роль у { $count } пользователя?
   *[other] Убрать роль у { $count } пользователей?
}
job-users-add-group = Добавить в группу
job-users-add-group-ask = { $count ->
    [one] Добавить { $count } пользователя в группу?
   *[other] Добавить { $count } пользователей в группу?
}
job-users-remove-group = Убрать из группы
job-users-remove-group-ask = { $count ->
    [one] Убрать { $count } пользователя из группы?
   *[other] Убрать { $count } пользователей из группы?
}
job-users-delete = Удалить
job-users-delete-ask = { $count ->
    [one] Удалить { $count } пользователя?
   *[other] Удалить { $count } пользователей?
}
job-users-delete-means = Отменить это нельзя. Записи аудита и история входов сохранятся.
job-role = Роль
job-group = Группа
job-user-without-group = Пользователь состоит хотя бы в одной группе.
job-undoing = Отмена: { $act }
job-would-change = Изменятся
job-would-stay = Уже так
job-would-refuse = Будет отказано
job-at-least = Есть и другие: подсчёт остановлен через несколько секунд, и числа здесь — не меньше указанных.
job-examples = Первые из них
job-leave = Не менять
job-tariff = Тариф
job-web-version-policy = Политика
job-login-as-notice = Сообщать о сеансах поддержки
job-force-2fa-auth = Требовать 2FA
job-payment-url = Ссылка на оплату
job-reason = Причина
job-set-nothing = Выберите хотя бы одну настройку.
job-letters-per-minute = Писем в минуту
job-letters-per-minute-hint = Не больше 6000. Задание длится столько, сколько нужно его письмам.
job-typed-count = Сколько изменится
job-typed-count-hint = Введите число для подтверждения.
job-refused-number = Введите { $count } для подтверждения.
job-drifted = Список изменился, пока страница была открыта. Посмотрите на числа ещё раз.
job-none-ticked = Ни одна строка не отмечена. Отметьте строки в списке или выберите все подходящие.
job-collecting = Выбрано: { $count }
job-progress = { $worked } из { $total } ({ $percent } %)
job-progress-label = Ход выполнения
job-left-seconds = { $count ->
    [one] осталась примерно { $count } секунда
    [few] осталось примерно { $count } секунды
   *[many] осталось примерно { $count } секунд
}
job-left-minutes = { $count ->
    [one] осталась примерно { $count } минута
    [few] осталось примерно { $count } минуты
   *[many] осталось примерно { $count } минут
}
job-reloads = Пока задание выполняется, страница обновляется каждые три секунды.
job-reloads-stop = Не обновлять
job-cancel = Остановить задание
job-cancelled = Задание остановлено. Всё, что оно успело сделать, осталось.
job-is-over = Это задание уже завершено.
job-undo = Отменить
job-undoes = Отменяет задание
job-undone-by = Отменено заданием
job-undo-running = Отменить задание можно, когда оно завершится.
job-undo-done = Это задание уже отменено.
job-undo-nothing = Это задание ничего не изменило.
job-undo-undo = Отмену отменить нельзя; выполните задание заново.
job-undo-never = Сделанное этим заданием отменить нельзя.
job-refusals = Почему было отказано
job-list = Список
job-file = Скачать файл
job-file-not-yet = Файл ещё не готов: задание выполняется.
job-file-none = Файла нет: задание не дошло до конца. Выгрузите список заново.
job-file-gone = { $count ->
    [one] Файл хранился { $count } день и удалён. Выгрузите список заново.
    [few] Файл хранился { $count } дня и удалён. Выгрузите список заново.
   *[other] Файл хранился { $count } дней и удалён. Выгрузите список заново.
}
job-file-not-yours = Файл доступен тому, кто его запросил, и владельцам.
job-file-too-long = Файл получился бы больше, чем может быть книга. Сузьте список или выгрузите его в CSV.
job-objects = Объекты
job-no-objects = Объектов нет.
job-item-changed = Объект изменили после того, как вы его выбрали.
job-item-gone = Объекта больше нет.
job-unknown-kind = Эта версия Steward не знает таких заданий.
job-no-longer-permitted = { $name }: прав на это больше нет.
undo = Отменить
undo-taken-back = Всё снова как было.
undo-already = Всё уже как было.
audit-undoes = отменяет запись { $count }
undo-of = Отмена записи { $count }
undo-was = Было
undo-became = Стало
undo-now = Сейчас
undo-then = После отмены
undo-goes-back = станет как было
undo-as-before = уже как было
undo-choose = выберите, как должно быть
undo-no-field = такого поля больше нет, остаётся как есть
undo-other = Взять вместо этого:
undo-what-now = Выберите для каждого такого поля, каким ему быть. Все остальные станут прежними.
undo-brings-back = Будет восстановлено, как было.
undo-left = Всё оставлено как есть.
undo-stale = Это снова изменили только что. Посмотрите и нажмите ещё раз.
undo-not-alone = Отдельно отменить нельзя: изменилось бы и другое. Измените на собственной странице.
undo-is-deleted = Объект удалён. Сначала верните его.
undo-deleted-again = С тех пор объект удалили ещё раз. Верните его по той записи.
undo-names = Из-за имени с запятой эта запись неоднозначна. Измените значение там, где его редактируют.
audit-file-unread = Фильтр не удалось прочитать, или сеть слишком велика. Исправьте его в списке перед выгрузкой.
undo-gone = Того, что меняли, больше нет.
undo-unknown = Это записала другая версия программы; отменить это здесь нечем.
undo-created = Созданное удаляют на его собственной странице: она переспросит.
undo-restored = Снова удалить можно на собственной странице: она переспросит.
undo-purged = Удалено навсегда.
undo-deleted = Удалено вместе со всем, что к нему относилось. Каким оно было, можно прочесть здесь.
undo-name-given-up = Имя уже может принадлежать другому. Его меняют на странице аккаунта.
undo-nothing = Этим ничего не изменили.
undo-visit = Визит поддержки уже состоялся.
undo-letter = Ушедшее письмо не вернуть.
undo-secret = Прежний секрет не хранится, вернуться не к чему.
undo-sessions = Кого это коснулось, тот войдёт снова.
undo-order = Это поручение платформе; дайте обратное там же, где давали это.
undo-reported = Это обнаружено или сообщено, а не задано человеком.
undo-correct = Поправку исправляют другой поправкой.
undo-assign = Аккаунты назначают и убирают на странице отправителя.
undo-entries = Записи добавляют и убирают на странице списка.
undo-job = Задания отменяют на их собственных страницах.
undo-parts = Состоит из частей, которые ссылаются на другое; измените на собственной странице.
undo-proven = Страница просит заново подтвердить, кто вы; измените там.
undo-by-form = Это одна форма; измените на её собственной странице.
undo-address = Куда идут письма, меняют на странице пользователя: она спросит, кто вы.
undo-field = Об одном из полей в записи сказано недостаточно; измените на собственной странице.
undo-unknown-field = Это изменение нельзя отменить.
undo-changed-since = С тех пор объект изменили ещё раз.
undo-reference-gone = Того, на что указывала настройка, больше нет.
api-job-drifted = Сейчас их { $count }. Посмотрите на них ещё раз или не передавайте expect.
api-ids-or-filter = Передайте либо ids, либо filter.
api-no-job = Задания с таким ID нет.
bulk-pick = Выбрать
bulk-pick-all = Выбрать все строки страницы
bulk-picked = Выбрано: #
bulk-with-picked = С выбранными строками
bulk-all = все { $total } подходящих
bulk-go-on = Предпросмотр…

# -- виды: адрес списка под именем; столбцы --
views = Виды
view = Вид
view-columns = Столбцы
view-columns-of = Столбцы
view-columns-means = Отметьте, что показывать в списке, и расставьте по порядку. Это видите только вы; выбор сохранится и после выхода.
view-columns-none = Выберите хотя бы один столбец.
view-columns-usual = По умолчанию
view-columns-kept = Столбцы сохранены.
view-column-up = Выше
view-column-down = Ниже
view-size = Строк на странице
view-compact = Плотные строки
view-all = Все
view-changed = изменён
view-save = Сохранить вид
view-save-as = Сохранить как новый…
view-reset = Отменить изменения
view-missing = Эти фильтры пропущены, выбранного в них больше нет:
view-new = Сохранить список, как он сейчас показан
view-new-means = Фильтры, порядок, столбцы и размер страницы получат имя и адрес, по которому другие увидят то же самое. Прав вид никому не даёт.
view-name = Название
view-shared = Кому
view-shared-nobody = Только мне
view-shared-all = Всем администраторам
view-shared-role = Роли: { $role }
view-list = Список
view-owner = Автор
view-query = Адрес
view-pin = Закрепить
view-unpin = Открепить
view-open-with = Открывать с ним
view-opens-no-longer = Не открывать
view-opens = Список открывается с этим видом
view-edit = Переименовать или поделиться
view-created = Вид «{ $name }» сохранён.
view-saved = Вид «{ $name }» сохранён.
view-deleted = Вид «{ $name }» удалён.
view-delete = Удалить вид «{ $name }»?
view-delete-button = Удалить вид
view-delete-means = Больше ничего не удалится: показанные в нём аккаунты, пользователи и письма останутся.
view-delete-means-shared = Он пропадёт у всех, кому доступен. Больше ничего не удалится.
view-delete-opened = { $count ->
    [one] Ещё у { $count } администратора список открывается с этим видом.
   *[other] Ещё у { $count } администраторов список открывается с этим видом.
}
view-too-many = У вас уже { $most } видов этого списка, это предел. Сначала удалите один из них.
view-too-many-pinned = Над этим списком уже закреплено видов: { $most }. Сначала открепите один из них.
views-all = Все виды, которые вам доступны
views-none = Видов пока нет
views-none-yet = Отфильтруйте или отсортируйте список, нажмите над ним «Виды» и дайте ему название.

# -- загрузка файлов --
import-button = Загрузить
import-accounts = Загрузка аккаунтов
import-users = Загрузка пользователей
import-means = Таблица CSV или XLSX до 25 МБ и 1 000 000 строк, в первой строке — названия полей. Строка ищется по id или по имени. Пустая ячейка оставляет значение как есть, ячейка с одним «-» очищает его. Ничего не записывается, пока вы не увидите, что станет с каждой строкой.
import-template = Пустая таблица для заполнения:
import-file = Файл
import-encoding = Кодировка
import-delimiter = Разделитель
import-recognised = Определить
import-delimiter-comma = Запятая
import-delimiter-semicolon = Точка с запятой
import-delimiter-tab = Табуляция
import-read = Прочитать файл
import-no-file = Выберите файл.
import-too-large = Файл больше 25 МБ. Разделите его на несколько.
import-empty = Файл пуст.
import-only-heads = В файле есть строка заголовков, но под ней ничего нет.
import-no-table = Файл не читается как таблица.
import-old-workbook = Это книга старого формата (.xls). Сохраните её как .xlsx или CSV.
import-utf-16 = Файл в кодировке UTF-16. Сохраните его как CSV UTF-8 или .xlsx.
import-not-utf-8 = Файл не в UTF-8, похоже на { $encoding } — эта кодировка выбрана ниже. Выберите файл ещё раз, и он будет прочитан так.
import-broken-workbook = Книга повреждена или защищена, прочитать её не удалось.
import-bomb = В распакованном виде книга намного больше, чем бывает таблица в 25 МБ. Она не прочитана.
import-formula = В ячейке { $cell } формула. Сохраните таблицу со значениями вместо формул.
import-too-many-columns = В первой строке { $count } столбцов, а в таблице может быть до 1000.
import-too-many-rows = В таблице больше 1 000 000 строк. Разделите её на несколько.
import-row-too-wide = В строке { $row } ячеек: { $count }, а столбцов в первой строке: { $heads }. Верен ли разделитель и взят ли в кавычки текст с разделителем?
import-rows = { $count ->
    [one] Прочитана { $count } строка
    [few] Прочитано { $count } строки
   *[many] Прочитано { $count } строк
}
import-columns = Столбцы
import-columns-mean = Выбор запомнится для вашего следующего файла с такими же заголовками.
import-head = В файле
import-field = Поле
import-examples = Первые строки
import-left-out = Не загружать
import-try = Проверить строки
import-try-again = Проверить ещё раз
import-trying = Строки проверяются
import-tried = Что станет со строками
import-nothing-written = Пока ничего не записано.
import-new = Новые
import-changed = Изменятся
import-same = Без изменений
import-refused = Отклонены
import-no-changes = 0 изменений: всё уже так, как в файле.
import-redirects = { $count ->
    [one] Почта { $count } человека, который уже есть, пойдёт на другой адрес. Сначала вас попросят ввести пароль.
    [few] Почта { $count } человек, которые уже есть, пойдёт на другой адрес. Сначала вас попросят ввести пароль.
   *[many] Почта { $count } человек, которые уже есть, пойдёт на другой адрес. Сначала вас попросят ввести пароль.
}
import-send-welcome = Отправить новым пользователям приветственное письмо
import-letters-per-minute = Писем в минуту
import-letters-per-minute-hint = Если не указано, 60
import-agree = { $count ->
    [one] Загрузить { $count } строку
    [few] Загрузить { $count } строки
   *[many] Загрузить { $count } строк
}
import-refusals = Отклонённые строки
import-row = Строка
import-column = Столбец
import-all-refusals = Все отклонённые строки файлом.
import-agreed = Этот файл загружается или уже загружен.
import-result = Посмотреть результат
import-is-tried = Строки уже проверяются, или файл уже загружен.
import-not-tried = Проверены не все строки. Сначала проверьте их.
import-is-agreed = Этот файл уже загружали.
import-nothing = Загружать нечего.
import-field-twice = Два столбца отнесены к одному полю.
import-nobody-named = Один из столбцов должен быть id или «{ $name }», иначе непонятно, о чём строка.
import-refused-flag = Ни да, ни нет: true, да, 1 или false, нет, 0.
import-refused-name = С таким названием ничего нет.
import-refused-id = С таким id ничего нет.
import-refused-twice = О том же — строка { $row }.
job-kind-stop-lists = Стоп-листы
job-stop-lists-import = Импорт в стоп-лист
job-kind-imports = Загрузка
job-kind-exports = Выгрузка
job-exports-xlsx = Выгрузка в XLSX
job-imports-try-accounts = Проверка аккаунтов из файла
job-imports-try-users = Проверка пользователей из файла
job-imports-add-accounts = Загрузка аккаунтов
job-imports-add-users = Загрузка пользователей

# -- letters and outbox --
menu-outbox = Исходящие письма
outbox-search = Получатель или тема
outbox-any-status = Любое состояние
outbox-none = Писем пока нет
outbox-none-yet = Письмо появится здесь, как только его понадобится отправить, например приветственное новому пользователю.
outbox-no-server = Почтовый сервер не настроен, поэтому письма остаются здесь и не отправляются. Задайте STEWARD_SMTP_URL и перезапустите Steward; со значением file:letters письма будут записываться в папку.
outbox-server-away = Почтовый сервер не принимает письма с { $since }. Следующая попытка: { $until }. Причина:
outbox-send-all = Отправить все сейчас
outbox-all-will-go = Все ожидающие письма будут отправлены сейчас.
outbox-none-waits = Нет писем, ожидающих отправки.
letter-waits-for-server = Почтовый сервер не настроен: письмо в очереди и ещё не отправлено.
outbox-letters = Письма
column-letter = Письмо
column-recipient = Получатель
column-status = Состояние
column-attempts = Попытки
column-sent-or-next = Отправлено или повтор
column-last-error = Причина
kind-letter = письмо
kind-key = ключ
kind-backup = резервная копия
backup-sessions-ended = Завершено сеансов
kind-outbox = исходящие письма
action-send-again = Отправлено ещё раз
action-cancel-letter = Отправка отменена
action-send-all = Отправлены все сразу
action-forget-key = Удалено вместе с утраченным ключом
letter-status = Состояние
letter-about = Письмо
letter-kind = Тип
letter-kind-welcome = Приветственное письмо
letter-kind-deactivated = Аккаунт отключён
letter-kind-reset = Забытый пароль
letter-kind-password-changed = Изменён пароль
letter-kind-address-changed = Изменён адрес
letter-kind-factor-added = Двухфакторная аутентификация включена
letter-kind-factor-removed = Двухфакторная аутентификация отключена
letter-kind-recovery-code-used = Использован резервный код
letter-kind-new-device = Вход с нового устройства
letter-kind-wrong-code = Неверный код двухфакторной аутентификации
letter-kind-admin-access = Доступ администратора
letter-status-queued = В очереди
letter-status-sent = Отправлено
letter-status-failed = Не отправлено
letter-status-late = В очереди больше часа
letter-status-cancelled = Отменено
letter-reason-account-deleted = Аккаунт удалён.
letter-reason-account-inactive = Аккаунт отключён.
letter-reason-user-deleted = Пользователь удалён.
letter-reason-user-disabled = Пользователь отключён.
letter-reason-admin-disabled = Администратор отключён или удалён.
letter-reason-account-active = Аккаунт снова включён.
letter-reason-address-changed = Адрес пользователя изменён.
letter-reason-superseded = Заменено более новым письмом.
letter-reason-stop-list = Адрес в глобальном стоп-листе.
letter-reason-key-lost = Ключ, которым была запечатана ссылка, утрачен. Отправьте новое письмо.
letter-reason-unsealable = Ссылка не открывается ключом этой установки. Письмо ждёт правильного файла ключа.
letter-from = От кого
letter-to = Кому
letter-reply-to = Ответы
letter-subject = Тема
letter-sent-at = Отправлено
letter-next-attempt = Следующая попытка
letter-give-up = Повторять до
letter-user = Пользователь
letter-open-user = Открыть пользователя
letter-text = Текст
letter-html = Письмо, как его видит получатель
letter-plain = Простым текстом
letter-link-hidden = Секретную часть ссылки видит только получатель.
letter-again = Отправить ещё раз
letter-cancel = Отменить письмо
letter-will-go = Письмо будет отправлено.
letter-cancelled = Письмо отменено.
letter-is-sent = Это письмо уже отправлено.
letter-text-forgotten = Текст этого письма больше не хранится: срок хранения текстов писем истёк.
letter-link-gone = Ссылки из этого письма больше нет. Отправьте новое письмо со страницы пользователя.
letter-is-going = Это письмо отправляется прямо сейчас.
letter-not-waiting = Отменить можно только письмо в очереди.
mail-greeting = Здравствуйте, { $name }!
mail-support = Есть вопросы? Напишите нам:
mail-why = Вы получили это письмо, потому что у вас есть логин на платформе { $platform }.
mail-safety-link = Проверить настройки входа
mail-link-until = Ссылка сработает один раз и действует до { $until }. Если запросить новое письмо, эта ссылка перестанет работать.
mail-link-unexpected = Если вы не ждали этого письма, просто не обращайте на него внимания: пока ссылкой не воспользуются, ничего не изменится.
mail-welcome-subject = Доступ в аккаунт { $account }: задайте пароль
mail-welcome = Вам открыт доступ в аккаунт { $account }. Ваш логин — { $login }.
mail-welcome-do = Чтобы начать, задайте пароль.
mail-welcome-then = После этого входите на странице { $address }
mail-welcome-directory-subject = Доступ к { $account }
mail-welcome-directory = Входите с паролем, который у вас в каталоге вашей организации.
mail-welcome-directory-link = Войти
mail-welcome-link = Задать пароль
mail-request = Откуда поступил запрос
mail-platform = Браузер и система
mail-place = Место
mail-time = Время
mail-unknown = неизвестно
mail-deactivated-subject = Аккаунт { $account } отключён
mail-deactivated = Аккаунт { $account } на платформе { $platform } отключён. Войти под логином { $login } можно будет после того, как его снова включат.
mail-deactivated-ask = Если остались вопросы, обратитесь к тому, кто в вашей компании отвечает за этот аккаунт.
mail-reset-subject = { $login }: задайте новый пароль
mail-reset = Мы получили запрос на новый пароль для { $login }.
mail-reset-link = Задать новый пароль
mail-reset-unexpected = Если вы об этом не просили, просто не обращайте внимания на письмо: пароль останется прежним.
mail-happened = Когда и откуда
mail-not-you = Если это были не вы, задайте новый пароль по ссылке «Забыли пароль?» на странице входа и сообщите администратору.
mail-password-changed-subject = { $login }: пароль изменён
mail-password-changed = Пароль для { $login } изменён.
mail-password-changed-for-you = Администратор изменил пароль для { $login }.
mail-address-changed-subject = { $login }: письма идут на другой адрес
mail-address-changed = Теперь письма для { $login } приходят на другой адрес, а на этот больше не приходят.
mail-address-changed-for-you = Администратор изменил адрес почты для { $login }. Теперь письма приходят на новый адрес, а на этот больше не приходят.
mail-alerts-address-changed = Теперь оповещения и отчёты для { $login } приходят на другой адрес, а на этот больше не приходят.
mail-alerts-address-changed-for-you = Администратор изменил адрес для оповещений и отчётов { $login }: теперь они приходят на другой адрес, а на этот больше не приходят.
mail-address-not-you = Если это сделали не вы и не по вашей просьбе, сразу сообщите администратору: ссылка для нового пароля пришла бы уже на другой адрес.
mail-factor-added-subject = { $login }: двухфакторная аутентификация включена
mail-factor-added = Для { $login } включена двухфакторная аутентификация. При входе, кроме пароля, нужен код из приложения.
mail-factor-removed-subject = { $login }: двухфакторная аутентификация отключена
mail-factor-removed = Двухфакторная аутентификация для { $login } отключена. Для входа достаточно пароля.
mail-factor-removed-for-you = Администратор отключил двухфакторную аутентификацию для { $login }. Для входа достаточно пароля.
mail-recovery-code-used-subject = { $login }: использован резервный код
mail-recovery-code-used = При входе как { $login } вместо кода из приложения использован резервный код. { $left ->
    [0] Резервных кодов не осталось: выпустите новые на странице безопасности.
    [one] Остался { $left } резервный код.
    [few] Осталось { $left } резервных кода.
   *[many] Осталось { $left } резервных кодов.
}
mail-new-device-subject = { $login }: вход с нового устройства
mail-new-device = Кто-то вошёл под логином { $login } с устройства или из браузера, где этот логин раньше не использовали.
mail-wrong-code-subject = { $login }: введён неверный код
mail-wrong-code = Кто-то, кто знает пароль к { $login } или уже вошёл с ним, ввёл неверный код двухфакторной аутентификации. Если это вы ошиблись при вводе, делать ничего не нужно.
mail-admin-access-subject = Доступ в { $platform }: задайте пароль
mail-admin-access = Вы стали администратором платформы { $platform }. Ваш логин — { $login }.
mail-admin-access-directory-subject = Доступ в { $platform }
# -- signing in, passwords, second factor --
sign-in = Войти
sign-in-title = Вход в Steward
languages = Язык
sign-in-user-title = Вход в аккаунт
sign-in-login = Логин
sign-in-user-login = Логин
sign-in-user-login-hint = Как в письме: логин@аккаунт
sign-in-password = Пароль
sign-in-refused = Неверный логин или пароль.
sign-in-switched-off = Вход под этим логином отключён. Обратитесь к администратору.
sign-in-directory-unknown = Каталог вашей организации не отвечает. Попробуйте через несколько минут.
sign-in-code-title = Подтвердите, что это вы
sign-in-code = Код
sign-in-code-hint = Шесть цифр из приложения-аутентификатора или один из резервных кодов
sign-in-start-again = Начать заново
sign-in-wrong-code = Код неверен или уже использован. Введите следующий.
sign-in-too-many-codes = Слишком много неверных кодов. Повторите попытку через 15 минут.
forgot-link = Забыли пароль?
forgot-title = Забытый пароль
forgot-intro = Введите логин. Если для него указан адрес, туда придёт письмо со ссылкой.
forgot-button = Отправить письмо
forgot-back = Назад ко входу
forgot-asked = Если для этого логина можно задать новый пароль, письмо со ссылкой уже в пути. Ссылка действует 30 минут.
sign-in-outcome-ok = Вход выполнен
sign-in-outcome-unknown_login = Неизвестный логин
sign-in-outcome-wrong_password = Неверный пароль
sign-in-outcome-unknown_device = Заблокировано: пароль верный, но устройство неизвестно, а пароль в это время подбирали
sign-in-outcome-too_many_from_network = Заблокировано: слишком много неверных паролей из этой сети
sign-in-outcome-too_many_passwords = Заблокировано: слишком много неверных паролей
sign-in-outcome-wrong_code = Неверный код
sign-in-outcome-too_many_codes = Заблокировано: слишком много неверных кодов
sign-in-outcome-disabled = Заблокировано: пароль верный, но вход отключён
sign-in-outcome-account_inactive = Заблокировано: пароль верный, но аккаунт отключён
sign-in-outcome-account_deleted = Заблокировано: пароль верный, но аккаунт удалён
sign-in-known-device = Известное устройство
sign-in-new-device = Новое устройство
form-kept = Пока форма была открыта, понадобилось снова подтвердить, кто вы. Введённые данные сохранены: проверьте их и сохраните форму. Пароли и файлы нужно указать ещё раз.
signed-out = Вы вышли.
setup-title = Настройка Steward
setup-intro = Вы здесь первый. Вы станете владельцем, которому доступно всё.
setup-button = Создать владельца
setup-done = Steward готов к работе.
set-password-title = Новый пароль
set-password-for = Для логина
set-password-button = Сохранить пароль
password-new = Новый пароль
password-new-hint = Не короче 15 символов; с двухфакторной аутентификацией достаточно 8. Хорошо подходят несколько не связанных между собой слов.
password-again = Новый пароль ещё раз
password-current = Текущий пароль
password-not-same = Пароли не совпадают.
password-too-short = В пароле { $length ->
    [one] { $length } символ
    [few] { $length } символа
   *[many] { $length } символов
}, а нужно не меньше { $shortest }.
password-too-common = Этот пароль слишком легко угадать: сделайте его длиннее, необычнее или без шаблонов.
password-of-own-words = Этот пароль составлен из логина, имени, почты или названия аккаунта.
password-wrong = Это не ваш текущий пароль.
password-too-many = Слишком много неверных паролей. Повторите попытку через 15 минут.
password-set = Пароль сохранён. Теперь войдите.
password-changed = Пароль изменён. Остальные сеансы завершены.
dead-link-title = Ссылка больше не действует
dead-link-why = Ссылка уже использована, устарела или заменена более новой. Попросите администратора прислать другую.
second-factor-title = Двухфакторная аутентификация
second-factor-intro = Кроме пароля, при входе понадобится код из приложения на телефоне. Отсканируйте картинку приложением и введите код, который оно покажет.
second-factor-qr = QR-код с секретом, который записан ниже
second-factor-secret = Или введите этот секрет в приложение:
second-factor-code = Код из приложения
second-factor-button = Включить
second-factor-is-on = Двухфакторная аутентификация включена.
second-factor-is-off = Двухфакторная аутентификация не включена.
second-factor-on = включена
second-factor-off = не включена
second-factor-replaces = Прежнее приложение работает, пока вы не введёте код из нового.
second-factor-replace = Настроить другое приложение
second-factor-replace-button = Перейти на новое приложение
second-factor-remove = Отключить двухфакторную аутентификацию?
second-factor-remove-means = При входе будет нужен только пароль, а резервные коды перестанут действовать. Остальные ваши сеансы завершатся.
second-factor-remove-button = Отключить
second-factor-removed = Двухфакторная аутентификация отключена. Остальные ваши сеансы завершены.
second-factor-forced = Ваш аккаунт требует двухфакторную аутентификацию. Её можно перенести в другое приложение.
second-factor-required = Здесь администраторы обязаны использовать двухфакторную аутентификацию. Её можно перенести в другое приложение.
recovery-codes-anew = Выпустить новые резервные коды?
recovery-codes-anew-means = Вы получите десять новых кодов, они показываются один раз. Прежние сразу перестанут действовать.
recovery-codes-anew-button = Новые резервные коды
second-factor-codes-left = { $count ->
    [0] Резервных кодов не осталось.
    [one] Остался { $count } резервный код.
    [few] Осталось { $count } резервных кода.
   *[many] Осталось { $count } резервных кодов.
}
recovery-codes-title = Сохраните резервные коды
recovery-codes-intro = Двухфакторная аутентификация включена. Если телефона нет под рукой, каждый из этих кодов один раз откроет вход. Больше они не появятся: распечатайте их или храните в надёжном месте.
recovery-codes-download = Скачать текстом
recovery-codes-print = Напечатать
recovery-codes-kept = Коды сохранены
recovery-codes-file = Резервные коды { $login } для { $site }. Каждый действует один раз.
continue = Продолжить

# -- administrators --
admin-form = Администратор
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
admin-second-factor = Двухфакторная аутентификация
kind-admin = администратор
action-password = Изменён пароль
action-forgot-password = Поставлено в очередь письмо о забытом пароле
action-second-factor = Двухфакторная аутентификация включена
action-reset = Доступ сброшен
action-replace-second-factor = Двухфакторная аутентификация перенесена
action-recovery-codes = Выпущены новые резервные коды
action-link = Ссылка для пароля поставлена в очередь
action-end-sessions = Завершены сеансы
admin-recovery-codes = Резервные коды
admin-sessions = Сеансы
admin-search = Логин, имя или почта
admin-new = Новый администратор
admin-role-hint = Что может каждая роль:
admin-active-hint = Отключённый администратор не может войти; его сеансы сразу завершаются.
admin-is-oneself = Это вы. Отключить или удалить себя нельзя: это может сделать другой владелец.
admin-created = Администратор { $login } создан. Письмо со ссылкой для пароля поставлено в очередь на { $email }.
admin-created-inactive = Администратор { $login } создан отключённым. Включите { $login }, чтобы отправить ссылку для пароля.
admin-saved = Администратор { $login } сохранён.
admin-saved-tokens-less = Администратор { $login } сохранён. Теперь эти токены API могут меньше: { $tokens }.
admin-tokens-mean = Токены этого администратора могут то же, что и его роль, и не больше. С другой ролью они теряют:
admin-token-named = «{ $name }»
admin-token-loses = «{ $name }» { $scopes }
admin-tokens-stop = перестают работать:
admin-not-oneself = Отключить или удалить себя нельзя. Это может сделать другой владелец.
admin-last-owner = Это последний активный владелец с собственным паролем. Сначала сделайте таким владельцем другого администратора.
admin-is-ldap = Пароль из каталога
admin-is-ldap-hint = Вход с паролем из каталога администраторов. Если выключить, уйдёт письмо со ссылкой, по которой задают собственный пароль.
admin-without-directory = У администраторов нет каталога. Сначала выберите его в разделе «Настройки → Каталог администраторов».
admin-role-above = Нельзя назначить роль, которой можно больше, чем вашей.
admin-ends-mean = Удаление завершает сеансы администратора, отменить его нельзя. Журнал и история входов сохранятся.
admin-delete = Удалить администратора { $login }?
admin-delete-button = Удалить администратора
admin-delete-means = Сеансы завершатся сразу, ссылки для пароля перестанут действовать. Отменить это нельзя; журнал сохранится.
admin-delete-tokens = Эти токены API, созданные администратором, сразу перестанут работать:
admin-deleted = Администратор { $login } удалён.
admin-link = Отправить { $login } ссылку для пароля?
admin-link-button = Отправить ссылку
admin-link-sent = Письмо со ссылкой поставлено в очередь на { $email }.
admin-link-inactive = Этот администратор отключён. Сначала включите его.
admin-remove-factor = Отключить двухфакторную аутентификацию у { $login }?
admin-remove-factor-button = Отключить двухфакторную аутентификацию
admin-remove-factor-means = Сеансы администратора завершатся сразу. При следующем входе понадобится только пароль, а где двухфакторная аутентификация обязательна — её новая настройка. Сначала убедитесь, что об этом просит сам администратор.
admin-no-email = У этого администратора нет адреса почты. Сначала укажите его.
admin-has-no-factor = У этого администратора двухфакторная аутентификация не включена.
admin-own-factor = Своя двухфакторная аутентификация настраивается на странице профиля.

# -- sessions and sign-ins --
sessions = Сеансы
sign-ins = Входы
count-sessions = { $count ->
    [one] { $count } сеанс
    [few] { $count } сеанса
   *[many] { $count } сеансов
}
session-is-this = Этот сеанс
session-end = Завершить
sessions-end-others = Завершить все остальные
sessions-end-all = Завершить все сеансы
sessions-ended = { $count ->
    [0] Завершать нечего: сеанс уже завершён.
    [one] Завершён { $count } сеанс.
    [few] Завершено { $count } сеанса.
   *[many] Завершено { $count } сеансов.
}
sessions-none = Сейчас здесь нет открытых сеансов.
sign-ins-none = Входов пока не было
sign-ins-none-yet = Здесь будет каждая попытка войти, в том числе отклонённая.
sign-ins-refused = Отказов за последние 24 часа
sign-ins-refused-last = последний { $at }
sign-ins-refused-none = нет
sign-ins-slowed = Вход замедлен
sign-ins-slowed-until = до { $at }
sign-ins-slowed-means = слишком много неверных паролей или кодов
action-lift-slow-down = Замедление входа снято
device-computer = Компьютер
device-phone = Телефон
device-other = Другое
outcome-ok = Вход выполнен
outcome-unknown-login = Неизвестный логин
outcome-wrong-password = Неверный пароль
outcome-unknown-device = Заблокировано: пароль верный, но устройство неизвестно, а пароль в это время подбирали
outcome-too-many-from-network = Заблокировано: слишком много неверных паролей из этой сети
outcome-too-many-passwords = Заблокировано: слишком много неверных паролей
outcome-wrong-code = Неверный код
outcome-too-many-codes = Заблокировано: слишком много неверных кодов
outcome-disabled = Заблокировано: вход отключён
outcome-account-inactive = Заблокировано: аккаунт отключён
outcome-account-deleted = Заблокировано: аккаунт удалён
outcome-directory-unknown = Отказ: каталог не ответил
outcome-directory-disabled = Отказ: отключён в каталоге
outcome-directory-expired = Отказ: срок в каталоге истёк
outcome-directory-must-change = Отказ: сначала нужно сменить пароль в каталоге
outcome-directory-other-person = Отказ: под этим логином в каталоге теперь другой человек
outcome-directory-nothing = Отказ: группы каталога ничего здесь не дают
outcome-directory-incomplete = Отказ: в записи каталога нет подходящего логина или e-mail
outcome-directory-refused = Отказ: отклонено каталогом
outcome-directory-ambiguous = Отказ: в каталоге две записи с этим логином
outcome-account-full = Отказ: тариф не допускает больше пользователей
outcome-account-frozen = Отказ: аккаунт заморожен и не принимает новых пользователей

# -- accounts --
account-new = Новый аккаунт
account-create = Создать аккаунт
accounts-none = Аккаунтов пока нет
accounts-need-tariff = Каждому аккаунту нужен тариф, поэтому начните с тарифа.
account-no-tariffs = Тарифов ещё нет, а без тарифа аккаунт не создать.
account-search = Название, логин, id, номер
accounts-none-yet = Аккаунт — это один клиент: его пользователи, группы, роли и настройки.
account-created = Аккаунт «{ $title }» создан.
account-first-user = Теперь добавьте первого пользователя
account-saved = Аккаунт «{ $title }» сохранён.
account-settings = Настройки
account-users = Пользователи
account-groups = Группы
account-roles = Роли
account-parts = Разделы аккаунта
account-overview = Обзор
overview-about = Об аккаунте
overview-people = Люди
overview-never = Ни разу не входили
overview-without-factor = Без 2FA
overview-forced = аккаунт его требует
overview-masters = Мастер-пользователи
overview-no-master = нет
overview-trouble = Требует внимания
overview-calm = За последние 24 часа отказов во входе не было, недоставленных писем нет.
overview-refused = { $count ->
    [one] { $count } отказ во входе
    [few] { $count } отказа во входе
   *[many] { $count } отказов во входе
}
overview-letter-failed = Не доставлено
overview-visits = Поддержка сейчас в аккаунте
overview-no-visits = Сейчас никого из поддержки здесь нет.
overview-changes = Последние изменения
overview-all-changes = Вся история

# -- общий обзор --
home-counted-at = Подсчитано: { $at }.
home-totals-at = Числа больше 10 000: { $at }.
home-needs = Требует внимания
home-calm = Сейчас ничего не требует внимания.
home-new-here = Аккаунтов ещё нет. Создайте первый:
home-letters-failed = { $count ->
    [one] Не доставлено { $number } письмо
    [few] Не доставлено { $number } письма
   *[many] Не доставлено { $number } писем
 }
home-letters-late = { $count ->
    [one] { $number } письмо ждёт отправки больше часа
    [few] { $number } письма ждут отправки больше часа
   *[many] { $number } писем ждут отправки больше часа
 }
home-jobs-failed = { $count ->
    [one] { $number } задание завершилось ошибкой
    [few] { $number } задания завершились ошибкой
   *[many] { $number } заданий завершились ошибкой
 }
home-limit = { $count ->
    [one] { $number } аккаунт достиг лимита тарифа
    [few] { $number } аккаунта достигли лимита тарифа
   *[many] { $number } аккаунтов достигли лимита тарифа
 }
home-frozen-long = { $count ->
    [one] { $number } аккаунт заморожен больше 30 дней
    [few] { $number } аккаунта заморожены больше 30 дней
   *[many] { $number } аккаунтов заморожены больше 30 дней
 }
home-tokens-leaked = { $count ->
    [one] { $number } токен API попал в адрес запроса и ещё действует
    [few] { $number } токена API попали в адреса запросов и ещё действуют
   *[many] { $number } токенов API попали в адреса запросов и ещё действуют
 }
home-tokens-expiring = { $count ->
    [one] { $number } токен API истекает в ближайшие 14 дней
    [few] { $number } токена API истекают в ближайшие 14 дней
   *[many] { $number } токенов API истекают в ближайшие 14 дней
 }
home-admins-without-factor = { $count ->
    [one] { $number } администратор входит без двухфакторной аутентификации
    [few] { $number } администратора входят без двухфакторной аутентификации
   *[many] { $number } администраторов входят без двухфакторной аутентификации
 }
home-notifiers-failing = { $count ->
    [one] Не работает { $number } уведомитель
    [few] Не работают { $number } уведомителя
   *[many] Не работают { $number } уведомителей
 }
home-watched = { $count ->
    [one] { $number } запись за последние 7 дней стоит посмотреть
    [few] { $number } записи за последние 7 дней стоит посмотреть
   *[many] { $number } записей за последние 7 дней стоит посмотреть
 }
home-visits = { $count ->
    [one] Идёт { $number } сеанс поддержки
    [few] Идут { $number } сеанса поддержки
   *[many] Идут { $number } сеансов поддержки
 }
home-people = Пользователи и входы
home-sign-ins-today = Входов сегодня
home-sign-ins-week = Входов за 7 дней
home-visits-now = Сеансы поддержки сейчас
home-weeks = Новые аккаунты по неделям, последние 12 недель
home-weeks-table = Таблицей
home-week = Неделя
home-new = Новых аккаунтов
home-no-recent = Здесь появятся аккаунты, пользователи и всё остальное, что вы открываете.
home-changes = Что сегодня изменили коллеги
home-no-changes = Сегодня пока ничего.
account-active = Активен
account-active-hint = Отключённый аккаунт настроен, но войти в него нельзя.
account-frozen = Заморожен
account-deleted = Удалён
account-title = Название
account-title-hint = Показывается в списках и письмах.
account-name = Логин аккаунта
account-name-hint = Нужен для входа, пишется после @. a–z, 0–9, точка, подчёркивание и дефис; уникален.
any-policy = Любая политика
any-connector = Любая база
any-2fa = 2FA: любая
any-ldap = Каталог: любой
any-sign-in = Любой последний вход
column-policy = Политика
column-connector = База или внешние данные
column-force_2fa = Требовать 2FA
column-use_ldap = Вход через каталог
column-signed_in = Последний вход пользователя
account-no-policy = Без политики
account-2fa-required = 2FA обязательна
account-2fa-not-required = 2FA не обязательна
account-ldap-used = Через каталог
account-ldap-not-used = Без каталога
account-signed-in-within = Входили за { $count } дней
account-not-signed-in-for = Никто не входил { $count } дней
account-never-signed-in = Никто ни разу не входил
account-except = Всё, кроме выбранного:
account-except-state = состояние
account-except-tariff = тариф
account-except-tz = часовой пояс
account-except-policy = политика
account-except-connector = база
account-external-id = Внешний номер
account-external-id-hint = Номер в биллинге или CRM. Уникален, находится поиском.
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
account-name-given-up = { $name } (логин освобождён)
account-name-held = До { $until } этот логин занят удалённым аккаунтом (id { $id }). Восстановите его или освободите логин.
account-release-name-question = Забрать логин у удалённого аккаунта?
account-release-name-look = Посмотреть удалённый аккаунт
account-release-name = Да, забрать. Тот аккаунт потом можно будет восстановить только под другим логином.
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
account-save-email-web-versions-hint = В том числе тех, которые политика не хранит.
account-enable-pixel = Включить пиксель
account-enable-pixel-hint = Отслеживает открытия и посещения. Нужен домен для cookie.
account-enable-smart-settings = Включить умные настройки
account-enable-smart-settings-hint = Скрытая копия, безусловная отправка, выбор виртуального отправителя.
account-enable-push = Включить push-канал
account-enable-push-hint = Веб-push. Нужен домен для cookie.
account-enable-track-email-replies = Собирать ответы на письма
account-custom-push-domain = Домен для cookie
account-custom-push-domain-hint = Публичное имя хоста, например track.example.com.
account-reports-day = День еженедельного отчёта
account-reports-hour = Время ежедневного отчёта
account-reports-hour-hint = В часовом поясе аккаунта.
account-next-daily = Следующий ежедневный: { $day }, там { $there }, у вас { $here }.
account-next-weekly = Следующий еженедельный: { $day }, там { $there }, у вас { $here }.
account-force-2fa-auth = Требовать 2FA
account-force-2fa-auth-hint = Пользователь без 2FA должен будет настроить её при следующем открытии страницы.
account-use-ldap = Использовать LDAP
account-use-ldap-hint = Кого знает каталог, тот входит с его паролем. Кому карта групп что-то даёт, тот появится здесь при первом входе.
account-ldap-connector = Каталог
account-no-directories = Каталогов ещё нет.
account-ldap-asks = { $count ->
    [one] { $count } пользователь входит через каталог и больше не сможет войти. Подтвердите это ниже.
    [few] { $count } пользователя входят через каталог и больше не смогут войти. Подтвердите это ниже.
   *[many] { $count } пользователей входят через каталог и больше не смогут войти. Подтвердите это ниже.
}
account-ldap-confirm = Да, они не войдут, пока не получат собственный пароль
account-enrolled = { $count ->
    [0] Пользователей ещё нет.
   *[other] { $missing ->
        [0] У всех пользователей включена 2FA.
        [one] У { $missing } пользователя из { $count } ещё не включена 2FA.
       *[other] У { $missing } пользователей из { $count } ещё не включена 2FA.
    }
}
account-state = Состояние
account-state-means = Заморозка запрещает изменения, но не вход. Отключение сразу завершает сеансы пользователей. После удаления всё хранится 30 дней.
account-activate = Включить аккаунт { $title }?
account-activate-means = { $count ->
    [0] Пользователей в нём ещё нет.
    [one] { $count } пользователь снова сможет войти.
    [few] { $count } пользователя снова смогут войти.
   *[many] { $count } пользователей снова смогут войти.
}
account-activate-done = Аккаунт «{ $title }» активен.
account-activate-already = Аккаунт «{ $title }» уже активен.
account-activate-letters = Приветственное письмо ещё не получали: { $missing } из { $count } { $count ->
    [one] пользователя
   *[many] пользователей
}.
account-send-welcome = Отправить его сейчас
account-send-welcome-hint = Каждому активному пользователю, который ещё не получал его и ни разу не входил: ссылка для установки пароля, действует 24 часа.
account-activate-welcomed = Аккаунт «{ $title }» активен. { $letters ->
    [one] { $letters } приветственное письмо поставлено в очередь.
    [few] { $letters } приветственных письма поставлены в очередь.
   *[many] { $letters } приветственных писем поставлены в очередь.
}
account-deactivate = Отключить аккаунт { $title }?
account-deactivate-means = { $count ->
    [0] Пользователей в нём ещё нет. Войти нельзя, пока его не включат.
    [one] Сеансы { $count } пользователя завершатся сейчас; войти нельзя, пока аккаунт не включат.
    [few] Сеансы { $count } пользователей завершатся сейчас; войти нельзя, пока аккаунт не включат.
   *[many] Сеансы { $count } пользователей завершатся сейчас; войти нельзя, пока аккаунт не включат.
}
account-deactivate-done = Аккаунт «{ $title }» отключён. Сеансы его пользователей завершены.
account-deactivate-already = Аккаунт «{ $title }» уже отключён.
account-notify-users = Сообщить всем пользователям
account-notify-users-hint = Письмом, каждому на его языке.
account-freeze = Заморозить аккаунт { $title }?
account-freeze-means = { $count ->
    [0] Создать или изменить в нём ничего нельзя, пока его не разморозят.
    [one] { $count } пользователь может войти и смотреть, но создать или изменить ничего нельзя, пока аккаунт не разморозят.
    [few] { $count } пользователя могут войти и смотреть, но создать или изменить ничего нельзя, пока аккаунт не разморозят.
   *[many] { $count } пользователей могут войти и смотреть, но создать или изменить ничего нельзя, пока аккаунт не разморозят.
}
account-freeze-done = Аккаунт «{ $title }» заморожен.
account-freeze-already = Аккаунт «{ $title }» уже заморожен.
account-frozen-shown = Что видят пользователи аккаунта { $title }, пока он заморожен
account-frozen-shown-means = { $count ->
    [0] Пользователей в нём ещё нет. Аккаунт останется замороженным.
    [one] { $count } пользователь увидит это на следующей же странице. Аккаунт останется замороженным.
    [few] { $count } пользователя увидят это на следующей же странице. Аккаунт останется замороженным.
   *[many] { $count } пользователей увидят это на следующей же странице. Аккаунт останется замороженным.
}
account-frozen-shown-button = Ссылка на оплату и причина
account-payment-url = Ссылка на оплату
account-payment-url-hint = Видна пользователям, пока аккаунт заморожен. Необязательна.
account-reason = Причина
account-reason-hint = Видна пользователям. Необязательна.
account-unfreeze = Разморозить аккаунт { $title }?
account-unfreeze-means = { $count ->
    [0] Ссылка на оплату и причина удаляются.
    [one] { $count } пользователь снова сможет создавать и изменять. Ссылка на оплату и причина удаляются.
    [few] { $count } пользователя снова смогут создавать и изменять. Ссылка на оплату и причина удаляются.
   *[many] { $count } пользователей снова смогут создавать и изменять. Ссылка на оплату и причина удаляются.
}
account-unfreeze-done = Аккаунт «{ $title }» разморожен.
account-unfreeze-already = Аккаунт «{ $title }» не заморожен.
account-delete = Удалить аккаунт { $title }?
account-delete-means = { $count ->
    [0] Удаляются настройки, группы и роли. 30 дней аккаунт можно восстановить таким, как был; до тех пор его логин занят.
    [one] Удаляются { $count } пользователь, группы, роли и настройки; его сеансы завершатся сейчас. 30 дней всё можно восстановить; до тех пор логин занят.
    [few] Удаляются { $count } пользователя, группы, роли и настройки; их сеансы завершатся сейчас. 30 дней всё можно восстановить; до тех пор логин занят.
   *[many] Удаляются { $count } пользователей, группы, роли и настройки; их сеансы завершатся сейчас. 30 дней всё можно восстановить; до тех пор логин занят.
}
account-delete-type = Для подтверждения введите логин аккаунта:
account-typed-name = Логин аккаунта
account-delete-done = Аккаунт «{ $title }» удалён. Его можно восстановить в течение 30 дней.
account-delete-already = Аккаунт «{ $title }» уже удалён.
account-restore = Восстановить аккаунт { $title }?
account-restore-means = { $count ->
    [0] Он вернётся таким, как был.
    [one] Он вернётся таким, как был, и его { $count } пользователь тоже.
    [few] Он вернётся таким, как был, и его { $count } пользователя тоже.
   *[many] Он вернётся таким, как был, и его { $count } пользователей тоже.
}
account-restore-renamed-means = { $count ->
    [0] Он вернётся со всеми настройками, но под другим логином: прежний освобождён.
    [one] Он вернётся с { $count } пользователем и всеми настройками, но под другим логином: прежний освобождён.
    [few] Он вернётся с { $count } пользователями и всеми настройками, но под другим логином: прежний освобождён.
   *[many] Он вернётся с { $count } пользователями и всеми настройками, но под другим логином: прежний освобождён.
}
account-deleted-until = Аккаунт удалён, изменить в нём ничего нельзя. Его можно восстановить до { $until }.
account-restore-asks-name = Его логин, { $name }, за это время освобождён. Выберите новый — пользователи будут входить с ним.
account-restore-keeps-name = Логин остался за этим аккаунтом. Сначала восстановите аккаунт, затем смените логин.
account-restore-done = Аккаунт «{ $title }» восстановлен.
account-restore-already = Аккаунт «{ $title }» не удалён.
account-is-frozen = Аккаунт заморожен. Сначала разморозьте его.
account-is-inactive = Аккаунт отключён. Сначала включите его.
account-restore-late = Аккаунт удалён больше 30 дней назад, восстановить его уже нельзя.
account-is-deleted = Аккаунт удалён. Сначала восстановите его.
refused-no-tariff = Выберите тариф.
refused-no-directory = Выберите каталог, через который входят пользователи.
refused-account-without-directory = Аккаунт не использует каталог. Сначала включите это в его настройках.
refused-no-domain-for-pixel = Укажите домен для cookie: пиксель включён.
refused-no-domain-for-push = Укажите домен для cookie: push включён.
refused-typed-name = Чтобы удалить аккаунт, введите { $name }.
section-databases = Базы данных
section-web-version = Веб-версия
section-additional = Дополнительно
section-notifications = Уведомления
section-authorization = Вход и безопасность
section-state = Состояние
state-active = Активен
state-inactive = Отключён
state-frozen = Заморожен
state-frozen-since = Заморожен с { $day }
state-limit = Лимит исчерпан
state-deleted = Удалён
state-frozen-long = Заморожен больше 30 дней
any-state = Любое состояние
any-tariff = Любой тариф
any-zone = Любой пояс
zones-all = Все часовые пояса
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
action-activate = Включено
action-deactivate = Отключено
action-freeze = Заморожено
action-give-up-name = Логин аккаунта освобождён
action-unfreeze = Разморожено
letter-count = Сколько
letter-before = Ранее
sign-in-count = Сколько
sign-in-before = Ранее
job-count = Сколько
job-before = Ранее
api-answer-count = Сколько
api-answer-before = Ранее
action-purge = Удалено окончательно
action-restore = Восстановлено
# -- own pages of administrators and users --
me-title = Мой профиль
me-names = Имя и почта
me-look = Язык и оформление
me-saved = Профиль сохранён.
security = Безопасность
theme-auto = Как в системе
theme-light = Светлая
theme-dark = Тёмная
password-change = Сменить пароль
password-not-new = Это ваш текущий пароль.
password-owed-title = Придумайте новый пароль
password-owed-why = Пароль задан за вас или подлежит смене. Придумайте такой, который знаете только вы.
portal-account = Аккаунт
portal-what = Здесь, на платформе { $platform }, вы управляете своим входом: профиль, пароль, двухфакторная аутентификация и сеансы поддержки.
portal-means-active = Аккаунт активен, всё работает.
portal-means-frozen = Аккаунт заморожен: можно входить и смотреть, но менять можно только свой пароль и двухфакторную аутентификацию.
portal-means-limit = Аккаунт активен, но достигнут лимит тарифа. Подробности — у администраторов вашего аккаунта.
portal-profile = Профиль
portal-login = Логин для входа
portal-state-active = Активен
portal-state-frozen = Заморожен
portal-state-limit = Лимит исчерпан
portal-tariff = Тариф
portal-zone = Часовой пояс
portal-helpers = Кто вам поможет
portal-helpers-who = Пользователями, группами и настройками вашего аккаунта управляют:
portal-helpers-none = В вашей компании этим аккаунтом здесь пока никто не управляет.
portal-helpers-you = (это вы)
portal-support = Поддержка { $platform }:
portal-visits = Сеансы поддержки
portal-visits-none = Поддержка от вашего имени не входила.
portal-visits-last = Последние сеансы поддержки:
portal-visits-all = Все сеансы поддержки
portal-alerts = Оповещения
portal-frozen = Аккаунт заморожен: смотреть можно, менять нельзя ничего, кроме своего пароля и двухфакторной аутентификации.
portal-account-frozen = Аккаунт заморожен, поэтому ничего не сохранено. Обратитесь к тому, кто отвечает за аккаунт в вашей компании.
portal-account-closed = Аккаунт отключён, поэтому ничего не сохранено. Обратитесь к тому, кто отвечает за аккаунт в вашей компании.
portal-frozen-safety = Свой пароль и двухфакторную аутентификацию можно изменить, даже пока аккаунт заморожен.
portal-frozen-reason = Причина:
portal-pay = Оплатить и продолжить
portal-password-in-directory = Ваш пароль хранится в каталоге компании; смените его там.
profile-saved = Профиль сохранён.

# -- keys --
keys = Горячие клавиши
key-search = Поиск в списке или по всему
key-rows = Следующая и предыдущая строка
key-pick = Выбрать строку
key-palette = Найти аккаунт, пользователя или страницу

# -- поиск по всему --
search-title = Поиск
search-title-of = Поиск: { $asked }
search-short = Поиск
search-label = Аккаунты, пользователи, страницы
search-found = { $count ->
    [0] Ничего не найдено
    [one] { $count } результат
    [few] { $count } результата
   *[many] { $count } результатов
 }
search-recent = Недавно открытые
search-users = Пользователи
search-pages = Страницы
search-all-accounts = Все подходящие аккаунты
search-more-users = Найдено больше. Добавьте слово, часть почты или телефона.
search-nothing = Ничего не найдено. Аккаунты ищутся по названию, имени аккаунта, id и внешнему номеру; пользователи — по имени, логину, почте и телефону.
search-failed = Поиск не ответил. Попробуйте ещё раз.
# -- пользователи аккаунта, группы, роли --
kind-user = пользователь
kind-group = группа
kind-role = роль
action-welcome = Приветственное письмо поставлено в очередь
action-remove-second-factor = Двухфакторная аутентификация отключена
column-id = ID
column-login = Логин
column-lang = Язык
column-master = Мастер
column-has_2fa = 2FA
column-is_ldap = LDAP
column-active = Состояние
column-last_sign_in = Последний вход
column-permitted = Разрешённые действия
any-user-state = Любое состояние
any-master = Мастер: все
any-language = Любой язык
any-second-factor = 2FA: все
any-ldap-user = LDAP: все
no = нет
yes = да
recorded-changed = новое значение
recorded-set = есть
section-general = Общее
section-alerts = Оповещения
section-safety = Безопасность
section-access = Доступ
section-ends = Удаление
user-new = Новый пользователь
user-create = Добавить пользователя
users-none = Пользователей пока нет
user-parts = Разделы пользователя
user-settings = Настройки
user-search = Имя, логин, почта, телефон, id
users-none-yet = Пользователи входят в портал. Первым обычно добавляют мастер-пользователя.
users-of-tariff = { $count } из { $most } по тарифу
user-is-master = Мастер-пользователи
user-is-no-master = Не мастер
user-has-2fa = С 2FA
user-has-no-2fa = Без 2FA
user-is-of-directory = Пароль из каталога
user-is-not-of-directory = Собственный пароль
user-active = Активен
user-active-hint = Отключённый пользователь не может войти; его сеансы сразу завершаются.
user-form = Пользователь
user-login = Логин
user-signs-in-as = Входит как
user-first-name = Имя
user-last-name = Фамилия
user-email = Контактная почта
user-language = Язык
user-language-hint = Для портала и писем
user-phone = Контактный телефон
user-phone-hint = С кодом страны
user-avatar = Аватар
user-avatar-hint = PNG, JPEG или WebP, до 2 МБ и до 4096 пикселей по стороне. Обрезается до квадрата.
user-avatar-remove = Удалить аватар
user-notify-email = Почта для оповещений и отчётов
user-notify-email-hint = Если пусто, используется контактная почта.
user-alert-limits = Исчерпание лимитов
user-alert-complaints = Жалобы подписчиков
user-alert-hard-bounces = Жёсткие возвраты
user-alert-soft-bounces = Мягкие возвраты
user-alert-daily-report = Ежедневные отчёты
user-alert-weekly-report = Еженедельные отчёты
user-password = Задать пароль
user-password-hint = Не короче 15 символов; с 2FA — 8. Сеансы пользователя завершатся, при следующем входе он должен будет сменить пароль.
user-send-access-email = Отправить приветственное письмо
user-send-access-email-hint = В письме ссылка для установки пароля, она действует 24 часа. Самого пароля в нём нет.
user-letter-later = Аккаунт отключён: письмо можно будет отправить при его активации.
user-must-change-password = Сменить пароль при следующем входе
user-second-factor = Двухфакторная аутентификация
user-recovery-codes = Резервные коды
user-sessions = Сеансы
user-roles = Роли
user-roles-hint = Что пользователю можно делать
user-groups = Группы
user-groups-hint = Что пользователь видит
user-master = Мастер-пользователь
user-master-hint = Доступен весь аккаунт: все группы, пользователи и мастер-настройки
user-is-ldap = Пользователь LDAP
user-is-ldap-hint = Пароль задан в каталоге. Если выключить, уйдёт письмо со ссылкой, чтобы задать собственный.
user-created = Пользователь { $login } создан. { $letter }
user-saved = Пользователь { $login } сохранён. { $letter }
user-only-disabling = Этого пользователя по-прежнему можно отключить или удалить.
user-ends-mean = Удаление завершает сеансы пользователя, отменить его нельзя. Журнал и история входов сохранятся.
user-delete = Удалить пользователя { $login }?
user-delete-button = Удалить пользователя
user-delete-means = Сеансы пользователя завершатся сразу, а неотправленные письма не уйдут. Отменить это нельзя; журнал сохранится.
user-deleted = Пользователь { $login } удалён.
user-remove-factor = Отключить двухфакторную аутентификацию пользователя { $login }?
user-remove-factor-button = Отключить двухфакторную аутентификацию
user-remove-factor-means = Сеансы пользователя завершатся сразу. При следующем входе понадобится только пароль, а если аккаунт требует 2FA — новая настройка. Сначала убедитесь, что об этом просит сам пользователь.
user-has-no-factor = У этого пользователя двухфакторная аутентификация не включена.
user-factor-removed = Двухфакторная аутентификация пользователя { $login } отключена.
user-lift = Снять замедление входа для { $login }?
user-lift-button = Снять замедление
user-lift-means = Ошибки этого логина за последние 15 минут перестанут учитываться: верный пароль сразу откроет вход с любого устройства. Сначала убедитесь, что об этом просит сам пользователь. Новые ошибки будут учитываться снова.
user-lifted = { $login } снова может входить как обычно.
user-welcome-letter = Приветственное письмо
user-welcome = Отправить пользователю { $login } приветственное письмо?
user-welcome-button = Отправить письмо
user-welcome-means = Письмо уйдёт на { $email }: в нём ссылка для установки пароля, которая действует 24 часа. Прежние ссылки перестанут работать.
user-welcomed = Приветственное письмо для { $login } поставлено в очередь на { $email }.
user-not-welcomed = Письмо для { $login } не отправлено. { $reason }
welcome-queued = Приветственное письмо поставлено в очередь.
welcome-not-queued = Письмо не отправлено.
welcome-user-inactive = Пользователь отключён. Сначала включите его.
welcome-too-soon = Предыдущее поставлено в очередь меньше минуты назад.
welcome-too-many = За час уже поставлено писем: { $most }; больше одному пользователю нельзя.
user-password-of-directory = Пароль задан в каталоге, и меняют его там.
password-not-set-here = Здесь администраторы не задают пароли. Отправьте приветственное письмо.
tariff-limit-users = Достигнут лимит тарифа: { $most ->
    [one] { $most } пользователь
    [few] { $most } пользователя
   *[many] { $most } пользователей
}.
avatar-empty = Файл пуст. Выберите другой или не выбирайте никакого.
avatar-too-large = Файл больше 2 МБ. Выберите файл поменьше.
avatar-too-wide = Размер изображения { $width } × { $height } пикселей; по стороне допускается не больше 4096.
avatar-not-a-picture = Это не изображение PNG, JPEG или WebP.
avatar-unreadable = Изображение не читается: файл повреждён или неполон.
logo-too-large = Файл больше 200 КБ. Выберите файл поменьше.
logo-too-wide = Размер картинки { $width } × { $height } пикселей; по каждой стороне допускается не больше 1024.
logo-not-png = Это не картинка PNG.
brand-what = Как платформа выглядит для пользователей аккаунтов: в письмах, в портале и на странице входа в него.
brand-who = Название и контакты
brand-name = Название платформы
brand-name-hint = Видно как отправитель писем и в портале. Если пусто, берётся имя из STEWARD_MAIL_FROM.
brand-support = Адрес поддержки
brand-support-hint = Куда пользователям писать за помощью: виден в портале и внизу каждого письма.
brand-reply-to = Ответы
brand-reply-to-hint = На этот адрес приходят ответы на письма. Если пусто, они приходят на адрес отправителя.
brand-sender = Адрес отправителя
brand-look = Цвет и логотип
brand-colour = Цвет
brand-colour-hint = В виде #rrggbb. Текст на кнопках будет чёрным или белым — как лучше читается; если цвет слишком бледный для текста, берётся оттенок темнее.
brand-logo = Логотип
brand-logo-hint = PNG, до 200 КБ и 1024 пикселей по стороне. Показывается не крупнее 220 × 44 пикселей.
brand-logo-now = Нынешний логотип
brand-logo-remove = Убрать логотип
brand-preview = Предпросмотр
brand-sample = Пример письма
brand-sample-means = «Предпросмотр» показывает письмо с введёнными значениями, ещё до сохранения. Пробное письмо уходит с сохранёнными.
brand-test = Отправить мне пробное письмо
brand-test-queued = Пробное письмо отправляется на { $email }.
brand-saved = Бренд сохранён.
kind-brand = бренд
kind-admin-directory = каталог администраторов
directory-what = Администраторы, которых знает этот каталог, входят с его паролем; те, кому его группы дают роль, создаются при первом входе. Один владелец всегда сохраняет собственный пароль — на случай, если каталог не отвечает.
directory-which = Каталог
admin-directory-admin-ldap = Каталог
admin-directory-admin-ldap-hint = Один из каталогов раздела LDAP. Без него в эту панель через каталог не входит никто.
directory-asks = { $count ->
    [one] { $count } администратор входит через каталог и потеряет доступ. Подтвердите это ниже.
    [few] { $count } администратора входят через каталог и потеряют доступ. Подтвердите это ниже.
   *[other] { $count } администраторов входят через каталог и потеряют доступ. Подтвердите это ниже.
}
directory-confirm = Да, закрыть им вход: их сеансы завершатся сейчас
directory-roles = Роли
directory-roles-mean = Группы каталога по их DN, по одной в строке; вложенные группы учитываются. Из нескольких ролей даётся та, которой можно больше. Роль следует за группами в течение пяти минут, а кого нет ни в одной из них, тот отключается. Если групп нет, каталог лишь проверяет пароли уже существующих администраторов, а роли остаются прежними.
admin-directory-owner-groups = Владельцы
admin-directory-manager-groups = Менеджеры
admin-directory-support-groups = Поддержка
admin-directory-auditor-groups = Аудиторы
directory-told = Что каталог говорит об этих группах
directory-saved = Каталог администраторов сохранён.
refused-directory-groups = Не больше { $most } групп.
refused-directory-group-twice = «{ $dn }» указана дважды. Группа даёт одну роль.
action-test-letter = Пробное письмо поставлено в очередь
group-new = Новая группа
group-create = Создать группу
groups-none = Групп пока нет
group-form = Группа
group-name = Название
group-members-moved = Участников перенесено в Main
group-created = Группа «{ $name }» создана.
group-saved = Группа «{ $name }» сохранена.
group-main-stays = Эта группа есть в каждом аккаунте; её нельзя ни переименовать, ни удалить.
group-delete = Удалить группу «{ $name }»?
group-delete-button = Удалить группу
group-delete-means = { $count ->
    [0] В ней никого нет.
    [one] { $count } участник перейдёт в Main.
    [few] { $count } участника перейдут в Main.
   *[many] { $count } участников перейдут в Main.
}
group-deleted = Группа «{ $name }» удалена. { $count ->
    [0] В ней никого не было.
    [one] { $count } участник перенесён в Main.
    [few] { $count } участника перенесены в Main.
   *[many] { $count } участников перенесены в Main.
}
groups-none-yet = Группа определяет, что видят её пользователи.
role-new = Новая роль
role-create = Создать роль
roles-none = Ролей пока нет
role-form = Роль
role-name = Название
role-actions = Разрешённые действия
role-users-lost = Лишились роли
role-created = Роль «{ $name }» создана.
role-saved = Роль «{ $name }» сохранена.
role-delete = Удалить роль «{ $name }»?
role-delete-button = Удалить роль
role-delete-means = { $count ->
    [0] Её ни у кого нет.
    [one] Её лишится { $count } пользователь.
    [few] Её лишатся { $count } пользователя.
   *[many] Её лишатся { $count } пользователей.
}
role-deleted = Роль «{ $name }» удалена. { $count ->
    [0] Её ни у кого не было.
    [one] Её лишился { $count } пользователь.
    [few] Её лишились { $count } пользователя.
   *[many] Её лишились { $count } пользователей.
}
roles-none-yet = Роль определяет, что пользователи могут делать с тем, что видят.
permitted-view-profiles = Просмотр профилей
permitted-edit-profiles = Изменение профилей
permitted-import-profiles = Импорт профилей
permitted-export-profiles = Экспорт профилей
permitted-view-segments = Просмотр сегментов
permitted-edit-segments = Изменение сегментов
permitted-view-templates = Просмотр шаблонов
permitted-edit-templates = Изменение шаблонов
permitted-view-campaigns = Просмотр кампаний
permitted-edit-campaigns = Изменение кампаний
permitted-send-campaigns = Запуск кампаний
permitted-view-reports = Просмотр отчётов
permitted-export-reports = Экспорт отчётов
permitted-edit-settings = Изменение настроек
account-activate-button = Включить
account-deactivate-button = Отключить
account-freeze-button = Заморозить
account-unfreeze-button = Разморозить
account-restore-button = Восстановить
account-delete-button = Удалить
column-state = Состояние
filter-more = Ещё фильтры…
kind-account = аккаунт

# -- words that pages showed as bare keys --
none = нет
choose = Выберите…
admin-password-again = Пароль ещё раз

prove-title = Подтвердите, что это вы
prove-means = Введите пароль, чтобы продолжить. Следующие 10 минут он больше не понадобится. Вы вошли как
prove-directory-unknown = Каталог вашей организации не отвечает. Введите код или попробуйте через несколько минут.
prove-code = Или код из приложения-аутентификатора
prove-go-on = Продолжить

# -- login-as: support visits --
menu-visits = Сеансы поддержки
audit-visit = сеанс поддержки
kind-visit = сеанс поддержки
action-visit-start = Сеанс поддержки начат
action-visit-change = Изменения разрешены
action-visit-end = Сеанс поддержки завершён
error-in-visit = Во время сеанса поддержки это сделать нельзя
visit-was-over = Сеанс поддержки завершён, поэтому ничего не сохранено.
visit-no-address = Адреса, на которые приходят письма, нельзя изменить во время сеанса поддержки.
refused-too-short = Напишите не меньше { $shortest } символов, сейчас их { $length }.
account-login-as-notice = Сообщать о сеансах поддержки
account-login-as-notice-hint = Письмом пользователю, от имени которого работал администратор. В портале аккаунт в любом случае видит каждый сеанс.
login-as-notice-off = Без письма
login-as-notice-after = После сеанса
login-as-notice-start = В начале сеанса
visit-log-in-as = Войти как
visit-start-means = Портал откроется в новой вкладке таким, каким его видит этот пользователь: только для чтения и не дольше 60 минут. Аккаунт увидит сам сеанс, его причину и какие страницы открывались.
visit-start-button = Открыть портал
visit-switched-off = Сеансы поддержки в этой установке выключены.
visit-user-inactive = Пользователь отключён. Сначала включите его.
visit-one-runs = Один сеанс поддержки уже идёт
visit-end-first = Сеанс поддержки от имени { $user } ещё идёт. Завершите его, прежде чем начинать другой.
visit-running = Идёт сеанс поддержки: вы видите портал как { $user }.
visit-go-back = Перейти в портал
visit-end = Завершить сеанс
visit-is-over = Сеанс поддержки завершён.
visit-banner = Сеанс поддержки
visit-minutes-left = осталось { $count } мин
visit-change-button = Разрешить изменения
visit-change-title = Изменять от имени этого пользователя?
visit-change-means = До конца сеанса вы сможете сохранять формы портала от имени { $user }. Каждое изменение записывается под вашим именем и видно аккаунту.
visit-change-never = Пароль, адреса для писем, двухфакторная аутентификация, сеансы, удаление, выгрузка, права мастера и токены остаются недоступны.
visit-change-impossible = Этот сеанс остаётся только для чтения: аккаунт заморожен, или установка не разрешает изменения во время сеансов поддержки.
visit-can-change = До конца сеанса изменения разрешены.
visit-about = О сеансе
visit-user = От чьего имени
visit-reason = Причина
visit-reason-hint = От 10 до 500 символов. Её сможет прочитать аккаунт пользователя.
visit-ticket = Обращение
visit-ticket-hint = Необязательно: например, номер в вашей службе поддержки.
visit-mode = Режим
visit-mode-read-only = только чтение
visit-mode-read-write = чтение и запись
visit-began = Начало
visit-ended = Конец
visit-ended-why = Почему завершён
visit-lasted = Длительность
visit-runs = Идёт
visit-state-running = Идут сейчас
visit-done = Действия
visit-looked-at = Открытые страницы
visit-looked-at-nothing = Ни одна страница не открывалась.
visit-filter-account = Логин аккаунта
visits-mean = Каждый раз, когда администратор платформы работал здесь от вашего имени или от имени тех, кому вы помогаете: кто, почему и что было сделано.
visits-none-yet = Здесь будет каждый сеанс: кто его провёл, почему и что было сделано.
visits-none = Сеансов поддержки пока не было
visit-why-ended = завершил администратор
visit-why-ended-by-owner = завершил владелец
visit-why-ended-by-user = завершён из аккаунта
visit-why-time-over = прошёл час
visit-why-idle = 15 минут без действий
visit-why-signed-out = администратор вышел
visit-why-admin-lost = у администратора больше нет этого права
visit-why-user-lost = пользователь отключён или удалён
visit-why-account-closed = аккаунт отключён или удалён
visit-why-switched-off = выключено в этой установке
count-minutes = { $count } мин
visit-pages = { $count ->
    [one] { $count } страница
    [few] { $count } страницы
   *[other] { $count } страниц
}
visit-changes = { $count ->
    [one] { $count } изменение
    [few] { $count } изменения
   *[other] { $count } изменений
}
visit-times = { $count ->
    [one] { $count } раз
    [few] { $count } раза
   *[other] { $count } раз
}
letter-kind-visit = Сеанс поддержки
mail-visit-subject = { $account }: сеанс поддержки
mail-visit-was = Чтобы помочь, наша поддержка входила в аккаунт { $account } от вашего имени: { $login }.
mail-visit-is = Чтобы помочь, наша поддержка сейчас работает в аккаунте { $account } от вашего имени: { $login }.
mail-visit-about = О сеансе
mail-visit-who = Кто
mail-visit-reason = Причина
mail-visit-ticket = Обращение
mail-visit-began = Начало
mail-visit-ended = Конец
mail-visit-changes = Изменений
mail-visit-link = Посмотреть, что было сделано
mail-visit-unexpected = Если вы не просили о помощи, обратитесь к тому, кто в вашей компании отвечает за этот аккаунт.
# API администратора
api-successful = Операция выполнена
api-refused = Некоторые поля не приняты.
api-taken = Это имя занято.
api-only-post = Вызовы делаются методом POST.
api-only-get = Это только для чтения, запросом GET.
api-media-type = Тело запроса — не JSON и не XML: укажите application/json или application/xml.
api-format = Формат — json или xml.
api-no-token = Нет токена: передайте «Authorization: Bearer …» или «token» в теле запроса.
api-bad-token = Токен неизвестен, отключён или просрочен.
api-token-in-address = Токен в адресе попадает в журналы. Он отмечен как раскрытый: создайте другой и передавайте его в заголовке.
api-no-scope = Этому токену не хватает права { $scope }.
api-creator-may-not = Этому токену такое больше не разрешено: не разрешено администратору, который его создал. Нужна роль, которой разрешено { $scope }.
api-name-held = До { $until } этот логин занят удалённым аккаунтом (id { $id }). Восстановите его или передайте в accounts/save release_name со значением true: тогда он отдаст логин.
api-no-such-call = Такого вызова нет.
api-none-named = Нет { $what } с именем «{ $name }».{ $cased ->
    [yes] { " " }Регистр букв важен.
   *[no] { "" }
}
api-none-with-id = Нет { $what } с id { $id }.
api-none-with-name-or-id = Нет { $what } с именем «{ $name }» или id { $name }.{ $cased ->
    [yes] { " " }Регистр букв важен.
   *[no] { "" }
}
api-thing-account = аккаунта
api-thing-user = пользователя
api-thing-group = группы
api-thing-role = роли
api-thing-tariff = тарифа
api-thing-policy = политики веб-версий
api-thing-database = базы данных
api-thing-postgresql = базы данных PostgreSQL
api-thing-clickhouse = базы данных ClickHouse
api-thing-external-data = внешних данных
api-thing-ldap = каталога LDAP
api-thing-ldap-group = назначения по группе каталога
api-thing-sender = отправителя
api-thing-sender-order = распоряжения
api-thing-virtual-sender = виртуального отправителя
api-thing-stop-list = стоп-листа
api-thing-notifier = уведомитель
api-names-differ = Это не тот логин, который указан в «name».
api-unknown-field = Такого параметра здесь нет.
api-version-of-new = У нового ещё нет версии: укажите вместе с ней id.
api-id-or-name = Передают что-то одно: id, имя или external_id.
api-only-in-body = Это передают в теле запроса, а не в адресе.
api-given-twice = Значение передано дважды, под двумя именами.
api-active-by-its-own-call = Аккаунт включают и выключают вызовы accounts/activate и accounts/deactivate.
api-used-by = { $what }. { $count ->
    [6] Первые шесть аккаунтов, где используется
   *[other] Где используется
}: { $accounts }.
api-days-not-kept = Дни задают только для канала, который хранится: передайте его переключатель как true или не передавайте дни.
api-password-empty = Пустой пароль не принимается: не передавайте его, чтобы оставить сохранённый, или передайте password_remove как true.
api-secret-empty = Пустое значение не принимается: чтобы сохранить прежнее, не передавайте его.
api-limit = Не меньше 1; больше { $most } считается как { $most }.
api-too-many = Слишком много вызовов. Повторите позже.
api-key-malformed = Idempotency-Key — до 128 видимых символов ASCII.
api-key-reused = Этот Idempotency-Key уже использован с другим запросом.
api-key-in-use = Запрос с этим Idempotency-Key выполняется или прервался. Проверьте, выполнен ли он, прежде чем повторять с другим ключом.

# Токены API
menu-api-tokens = Токены API
token-search = Название токена
token-new = Новый токен API
token-create = Создать токен
tokens-none = Токенов пока нет
token-name = Название
token-name-hint = Что им пользуется: «Биллинг», «Страница регистрации».
token-active = Активен
token-scopes = Права
token-expires-at = Действует до
token-expires-at-hint = До конца этого дня по вашему часовому поясу.
token-no-scope = Выберите хотя бы одно право.
token-expiry-past = Этот день прошёл: выберите другой.
token-good = Активен
token-off = Отключён
token-expired = Истёк
token-creator-off = Создатель отключён
token-creator-may-less = Может меньше: у создателя теперь другая роль
token-leaked = Раскрыт
token-state-leaked = Раскрыт и ещё действует
token-state-expiring = Истекает в ближайшие 14 дней
token-leaked-means = Секрет этого токена был в адресе и остался в журналах и прокси. Замените его.
tokens-none-yet = Токен позволяет скрипту работать с API администратора.
token-saved = Токен «{ $name }» сохранён.
token-secret-title = Секрет, показывается один раз
token-secret-means = Скопируйте его сейчас туда, где он нужен: здесь он не хранится и больше не будет показан. Это секрет токена
token-saved-it = Секрет сохранён
token-previous-until = Прежний секрет действует до
token-rotate-button = Сменить секрет
token-rotate-means = Токен получит новый секрет. Прежний будет действовать столько, сколько вы выберете, чтобы скрипты успели перейти.
token-overlap = Прежний секрет
token-overlap-hours = { $hours ->
    [0] отозвать сразу
    [24] действует ещё сутки
    [168] действует ещё 7 дней
    [one] действует ещё { $hours } час
    [few] действует ещё { $hours } часа
   *[many] действует ещё { $hours } часов
}
token-delete = Удалить токен «{ $name }»?
token-delete-button = Удалить токен
token-delete-means = Всё, что им пользуется, сразу перестанет работать.
token-deleted = Токен «{ $name }» удалён.
column-secret = Секрет
column-creator = Создал
column-last-used = Использован
column-expires = Действует до
copy = Копировать
copied = Скопировано

# Справка по API
menu-api-docs = Справка по API
docs-how = Обзор
docs-calling = Как вызывать
docs-post = Каждый вызов — POST с телом в JSON или XML по адресу, который начинается с
docs-token = Токен
docs-token-means = Передавайте его как «Authorization: Bearer …», а где заголовок передать нельзя — как «token» в теле. В адресе он отклоняется и отмечается как раскрытый. У токена есть права, каждому вызову нужно одно из них. Токены создаются в разделе:
docs-formats = Форматы
docs-formats-means = Тело — JSON или XML, это определяется по первому символу. Ответ приходит в том же формате, если «format» (json или xml, в теле или в адресе), а без него Accept, не просит другого. XML стоит в одном элементе <xml>; список — повторённые элементы, а array='true' означает, что элемент — один из списка: так виден список из одного. Пустой элемент с этой пометкой — пустой список.
docs-values = Значения
docs-values-means = Объекты указываются по id или по имени: число — это id, текст — имя; строку из цифр сначала ищут как имя; 0 — ничего. Переключатели — true, false, 1 или 0. Необязательное может быть null. Неизвестный вызову параметр отклоняется.
docs-answers = Ответы
docs-answers-means = В каждом ответе есть «error», 0 или код HTTP, и «error_text», предложение по-английски; результат — в «data». Если отклонены параметры, в «errors» сказано, какие и почему.
docs-dry-run = Пробный вызов
docs-dry-run-means = С «dry_run»: true в теле вызов отвечает, что он изменил бы и какие письма поставил бы в очередь, и ничего не меняет.
docs-once = Идемпотентность
docs-once-means = С заголовком «Idempotency-Key» тот же ключ с тем же телом 24 часа получает первый ответ, даже если его не дождались; с другим телом — 409.
docs-rate = Лимит запросов
docs-rate-means = { $calls ->
    [one] { $calls } вызов
    [few] { $calls } вызова
   *[many] { $calls } вызовов
} в минуту на один токен. Сверх этого приходит 429, а Retry-After говорит, сколько секунд подождать.
docs-shell = Примеры
docs-shell-means = Их можно вставить в командную строку, где токен лежит в переменной:
docs-errors = Ошибки
docs-errors-means = «error» и код HTTP
docs-code = Код
docs-when = Когда
docs-scope = Право
docs-parameters = Параметры
docs-answer = Ответ
docs-nothing-more = Ответ говорит только, что всё сделано.
docs-name = Имя
docs-type = Тип
docs-required = Обязателен
docs-note = Примечание

refused-date = Введите день в виде 2027-11-30.

mail-token-expiring-subject = Срок токена API скоро истечёт
mail-token-expiring = Срок вашего токена API «{ $name }» (логин { $login }) истекает { $until }.
mail-token-expiring-then = После этого всё, что им пользуется, перестанет работать. Продлите срок или создайте другой токен.
mail-token-expiring-link = Открыть токены API
mail-sample-subject = Пробное письмо: { $platform }
mail-sample = Так выглядят письма платформы { $platform }. Название, логотип, цвет и подпись во всех одинаковы; это письмо отправлено для { $login }.
mail-sample-link = Открыть страницу входа
mail-sample-then = Это только проверка, делать ничего не нужно.
letter-kind-token-expiring = Срок токена API истекает
letter-kind-sample = Пробное письмо
kind-token = токен API
kind-api-answer = ответы по Idempotency-Key
kind-sign-in = попытки входа
action-new-network = Использован из новой сети
token-network = Сеть
kind-call = вызов
call-scope = Право
action-rotate = Секрет заменён
token-secret = Секрет

# -- databases of an account, and their indexes --
account-databases = Базы данных
account-databases-none = О базах данных не сообщалось
account-databases-none-yet = О базах данных аккаунта сообщает платформа; об этом аккаунте она пока ничего не сообщила.
account-database-created = Создана
account-database-changed = Изменена
account-database-reported = Сообщено
account-database-about = { $count ->
    [one] { $profiles } профиль, по сообщению от { $at }.
    [few] { $profiles } профиля, по сообщению от { $at }.
   *[many] { $profiles } профилей, по сообщению от { $at }.
}
account-database-name = Название
account-database-fields = Поля
account-database-indexes-lost = Потеряно индексов
column-profiles = Профили
kind-account-database = база данных аккаунта
kind-index = индекс
action-retry = Запрошено ещё раз
action-order-deletion = Запрошено удаление
field-kind-text = текст
field-kind-number = число
field-kind-date = дата
field-kind-switch = переключатель
field-repeats = { $count ->
    [0] значения не повторяются
    [one] повторяется { $count } значение
    [few] повторяются { $count } значения
   *[many] повторяются { $count } значений
}
account-indexes = Индексы
indexes-button = Индексы ({ $count })
indexes-none = Индексов пока нет
indexes-none-yet = Индекс ускоряет поиск по своим полям: в сегментах и при импорте, который ищет профили.
index-new = Новый индекс
index-create = Создать индекс
index-form = Индекс
index-fields = Поля
index-fields-hint = От одного до пяти разных полей. Порядок важен: профили находятся по первому полю, по первому и второму и так далее.
index-field-place = Поле { $count }
index-no-fields = Платформа не сообщила о полях этой базы данных, выбрать не из чего.
index-reverse = Обратный индекс
index-reverse-hint = Идёт с конца — для поиска, который чаще всего идёт с конца.
index-unique = Уникальный индекс
index-unique-hint = Одинаковых значений у двух профилей быть не может. Если они есть, построить индекс не удастся; сколько значений повторяется, указано рядом с полем, если платформа их посчитала.
index-history-key = Добавить первичный ключ xxh
index-history-key-hint = Добавляет идентификатор истории активности — для поиска, который соединяет профили и историю.
index-system = Системный
index-direction = Направление
index-forward-short = прямое
index-reverse-short = обратное
index-options = Свойства
index-unique-short = уникальный
index-history-key-short = ключ истории
index-of-the-system = системный индекс
index-size = Размер
index-created-column = Создан
index-reason = Причина
index-state = Состояние
index-state-requested = Запрошен
index-state-building = Строится
index-state-ready = Готов
index-state-failed = Не построен
index-state-deleting = Удаляется
index-created = Индекс «{ $name }» запрошен. Платформа его построит.
index-retry = Построить заново
index-retried = Индекс «{ $name }» запрошен ещё раз.
index-delete = Удалить индекс «{ $name }»?
index-delete-button = Удалить индекс
index-delete-means = Поиск по его полям станет медленнее. Удалит его платформа, до этого он останется в списке.
index-segments-slow = Эти сегменты ищут по нему и станут медленнее:
index-deletion-ordered = Платформа удалит индекс «{ $name }».
index-system-stays = Системный индекс удалить нельзя.
index-is-deleting = Индекс уже удаляется.
index-not-failed = Заново строится только индекс, который построить не удалось.
index-same = В базе данных уже есть индекс с этими полями и свойствами.
index-too-many = В базе данных может быть не больше { $most } индексов, не считая системных. Сначала удалите один.
size-b = { $size } Б
size-kb = { $size } кБ
size-mb = { $size } МБ
size-gb = { $size } ГБ
size-tb = { $size } ТБ
decimal-mark = ,
refused-index-field = В базе данных нет поля «{ $name }».
refused-index-fields = Не больше { $most } полей.
refused-index-field-twice = Выберите каждое поле один раз.
refused-time = Укажите время по RFC 3339, например 2026-03-01T09:30:00Z.
refused-too-many = Не больше { $most }.
refused-report-early = Отчёт может опережать время не больше чем на пять минут.
refused-report-profiles = profiles: нужно указать, сколько в ней профилей.
refused-report-field-twice = Поле «{ $name }» указано дважды.
refused-report-fields = fields: без id они нужны.
refused-report-no-index = Индекса с таким ID нет.
refused-report-requested = Он запрошен, и его ещё не было.
api-no-index = Индекса с таким ID нет.
api-thing-account-database = базы данных
api-thing-index = индекса

# -- использование: сколько аккаунты тратят из того, что даёт тариф --
menu-usage = Использование
account-usage = Использование
column-worst = Ближайший лимит
any-metric = Любой показатель
metric-profiles = Профили
metric-databases = Базы данных
metric-storage-bytes = Хранилище
metric-emails = Письма
metric-sms = SMS
metric-pushes = Push-уведомления
metric-api-requests = Запросы к API
usage-level-within = В пределах
usage-level-near = Близко к лимиту
usage-level-reached = Лимит исчерпан
usage-of = { $used } из { $limit }
usage-far-over = намного больше
usage-of-limit = из { $limit }
usage-percent = { $count } %
usage-none = Данных нет
usage-none-yet = Об использовании сообщает платформа; пока она ничего не сообщила. Сколько у аккаунта пользователей, показано на его странице.
usage-only-reported = аккаунты, о которых есть данные
usage-about = По данным платформы, по дням и месяцам часового пояса аккаунта ({ $zone }).
usage-users-about = Считается здесь.
usage-hard = Сверх лимита ничего не разрешается.
usage-hard-users = Сверх лимита никого не создать.
usage-soft = О лимите только сообщается.
usage-unlimited = Без ограничения.
usage-projection = Если так пойдёт дальше, { $until } будет { $used }.
usage-windows = { $count ->
    [one] { $count } период в таблице
    [few] { $count } периода в таблице
   *[other] { $count } периодов в таблице
}
usage-window = Период
usage-used = Использовано
usage-told = Сообщено
usage-was-near = близко к лимиту, { $at }
usage-was-reached = лимит исчерпан, { $at }
usage-unreported = Нет данных: { $metrics }.
usage-correct = Исправить
usage-correct-means = Если платформа сообщила неверно. Исправление остаётся в журнале; если с ним лимит текущего периода исчерпан или больше не исчерпан, об этом сообщается как обычно.
usage-choose-window = Выберите период
usage-amount = Количество
usage-amount-hint = Целое число, которое прибавится; с минусом — вычтется.
usage-reason = Причина
usage-metric = Показатель
usage-correct-button = Исправить
usage-corrected = { $metric }: исправлено.
kind-usage = использование
action-correct = Исправлено
action-limit-near = Лимит близко
action-limit-reached = Лимит исчерпан
action-limit-left = Лимит больше не исчерпан
account-metric = Показатель
account-used = Использовано
account-limit = Лимит
account-limit-reached = Лимит исчерпан
home-limit-near = { $count ->
    [one] { $number } аккаунт близок к лимиту тарифа
    [few] { $number } аккаунта близки к лимитам тарифов
   *[other] { $number } аккаунтов близки к лимитам тарифов
}
refused-usage-account = Такого аккаунта нет.
refused-usage-metric = Такого показателя нет.
refused-usage-counter = Для этого показателя нужно «value», а «set» не подходит.
refused-usage-gauge = Для этого показателя нужно «set», а «value» не подходит.
refused-usage-late = Событию не больше { $days } дней.
refused-usage-older = Уже известно более новое значение.
refused-usage-sum = За период считается не больше { $most }.
refused-usage-nothing = Введите число, отличное от 0.
refused-usage-correction = За этот период учтено { $used }: вычесть больше нельзя, как и прибавлять без конца.
api-limit-reached = Лимит тарифа исчерпан.
letter-kind-limit = Лимит тарифа
mail-limit-reached-subject = { $account }: лимит исчерпан ({ $metric })
mail-limit-near-subject = { $account }: использовано { $percent } % лимита ({ $metric })
mail-limit-reached = Исчерпан лимит тарифа аккаунта { $account }: { $metric }.
mail-limit-near = Аккаунт { $account } использовал { $percent } % лимита тарифа: { $metric }.
mail-limit-about = Об этом лимите
mail-limit-metric = Что
mail-limit-used = Использовано
mail-limit-limit = Лимит
mail-limit-until = Начнётся заново
mail-limit-then = Чтобы использовать больше, попросите другой тариф.
mail-limit-why = Вы получили это письмо, потому что в вашем профиле отмечено «Исчерпание лимитов».

# Что Steward делает сам
menu-schedule-jobs = Регулярные задачи
kind-schedule-job = регулярная задача
schedule-job-active = Включена
action-run = Запущена вручную
schedules-lead = Что Steward делает сам, на любом из узлов. Каждые десять минут начинается новый круг; то, что не ждёт, идёт всё время.
count-schedules = { $count ->
    [one] { $count } регулярная задача
    [few] { $count } регулярные задачи
   *[many] { $count } регулярных задач
}
column-schedule = Регулярная задача
column-last-run = Последний запуск
column-next-run = Следующий запуск
schedule-is-off = Выключена
schedule-is-running = Идёт
schedule-is-failing = Ошибка
schedule-is-late = Опаздывает
schedule-is-fine = В порядке
schedule-is-new = Ещё не запускалась
schedule-failures = { $count ->
    [one] Ошибок подряд: { $count }, с
    [few] Ошибок подряд: { $count }, с
   *[many] Ошибок подряд: { $count }, с
}
schedule-every-round = каждые 10 минут
schedule-all-the-time = всё время
schedule-not-while-off = не раньше включения
schedule-run = Запустить
schedule-switch-off = Выключить
schedule-switch-on = Включить
schedule-begun = Задача «{ $name }» началась и продолжается. Обновите страницу, чтобы узнать, чем она закончится.
schedule-done = Задача «{ $name }» выполнена за { $took }.
schedule-failed = Задача «{ $name }» завершилась ошибкой: { $error }
schedule-at-work = Задача уже идёт. Дождитесь её окончания и повторите.
schedule-switched-off = Задача «{ $name }» выключена.
schedule-switched-on = Задача «{ $name }» включена.
took-ms = { $count } мс
took-s = { $count } с
home-schedules-failing = { $count ->
    [one] { $number } регулярная задача завершается ошибкой
    [few] { $number } регулярные задачи завершаются ошибкой
   *[many] { $number } регулярных задач завершаются ошибкой
 }
schedule-totals = Итоги обзора
schedule-what-totals = Считает до конца аккаунты и пользователей там, где списки перестают считать.
schedule-tokens-expiring = Истекающие токены
schedule-what-tokens-expiring = Пишет создателю токена API за неделю до окончания срока.
schedule-jobs = Задания
schedule-what-jobs = Выполняет задания, начатые из списков, файлов и API.
schedule-jobs-over = Завершённые задания
schedule-what-jobs-over = Забывает задания через некоторое время после их окончания (STEWARD_JOB_DAYS) и записывает в журнал, сколько их было.
schedule-stop-lists = Удалённые стоп-листы
schedule-what-stop-lists = Убирает стоп-листы, 30 дней на восстановление которых прошли, и давно прочитанные файлы.
schedule-admin-names = Имена администраторов
schedule-what-admin-names = Делает доступными для поиска имена, записанные прежней версией.
schedule-exports = Файлы для скачивания
schedule-what-exports = Забывает файлы, которые уже нельзя скачать, через семь дней.
schedule-usage = Периоды расхода
schedule-what-usage = Начинает новые дни и месяцы аккаунтов и пересматривает аккаунты, чей тариф изменился.
schedule-usage-over = Старый расход
schedule-what-usage-over = Забывает события, которые уже не придут снова, и периоды, которые больше не показывают.
schedule-imports = Файлы для загрузки
schedule-what-imports = Забывает файлы, которые прислали и не загрузили.
schedule-trials = Проверки соединений
schedule-what-trials = Забывает, чем закончились старые проверки.
schedule-forgotten-passwords = Забытые пароли
schedule-what-forgotten-passwords = Пишет тем, кто попросил новый пароль.
schedule-sign-ins-old = Попытки входа
schedule-what-sign-ins-old = Забывает давние попытки входа (STEWARD_SIGN_IN_DAYS) и записывает в журнал, сколько их было.
schedule-letters-old = Тексты писем
schedule-what-letters-old = Забывает тексты давних писем (STEWARD_LETTER_DAYS) и записывает в журнал, сколько их было. Кому и когда ушло письмо, остаётся.
schedule-api-answers = Ответы по Idempotency-Key
schedule-what-api-answers = Забывает ответы на вызовы с Idempotency-Key, которым больше суток, и записывает в журнал, сколько их было.
schedule-sign-ins = Ссылки и знакомые устройства
schedule-what-sign-ins = Забывает истёкшие ссылки, давно не виденные устройства и запросы, которые уже не считаются.
schedule-accounts-sample = Выборка аккаунтов
schedule-what-accounts-sample = Смотрит, какие есть аккаунты, чтобы поиск шёл кратчайшим путём.
schedule-accounts-purge = Удалённые аккаунты
schedule-what-accounts-purge = Убирает аккаунты, 30 дней на восстановление которых прошли.
schedule-senders-purge = Удалённые отправители
schedule-what-senders-purge = Убирает отправителей, 30 дней на восстановление которых прошли.
schedule-visits = Визиты поддержки
schedule-what-visits = Записывает окончание визитов, время которых вышло.
schedule-reports = Отчёты
schedule-what-reports = Отправляет ежедневные и еженедельные отчёты, каждый в час и в часовом поясе своего аккаунта.
schedule-reports-over = Старые отчёты
schedule-what-reports-over = Забывает, чем закончились давние отчёты.
schedule-quality-over = Старые показатели доставки
schedule-what-quality-over = Забывает дни доставки, которые больше не показывают.
schedule-notices = Сообщения уведомителей
schedule-what-notices = Сообщает операторам о том, что произошло, как задано в уведомителях.
schedule-notices-over = Старые сообщения уведомителей
schedule-what-notices-over = Забывает отправленные и оставленные сообщения и напоминает о том, что длится.
schedule-directories = Каталоги
schedule-what-directories = Каждые пять минут спрашивает каталоги о тех, кто через них вошёл.
schedule-record-spans = Периоды записей
schedule-what-record-spans = Отмечает, с какого по какое время сделаны записи, чтобы сразу находить любой период.
schedule-sessions = Сеансы
schedule-what-sessions = Забывает истёкшие сеансы, сохранённые формы и ответы API.
schedule-zones = Часовые пояса
schedule-what-zones = Читает новую редакцию часовых поясов.
schedule-search-texts = Тексты для поиска
schedule-what-search-texts = Делает доступными для поиска строки, записанные прежней версией.
schedule-planner = Планировщик запросов
schedule-what-planner = Сообщает базе, как выросли её таблицы.
schedule-sealing = Запечатывание журнала
schedule-what-sealing = Нумерует записи журнала по порядку их фиксации и подписывает контрольные точки.
schedule-verification = Проверка журнала
schedule-what-verification = Сверяет журнал с его печатями каждую ночь и по просьбе.
schedule-record-over = Старые записи журнала
schedule-what-record-over = Удаляет записи старше срока, заданного в настройках.
schedule-checkpoints = Контрольные точки в другом месте
schedule-what-checkpoints = Раз в день отправляет последнюю контрольную точку журнала на адреса и дописывает её в файл.
# -- quality: how well what accounts send arrives --
menu-alerts = Оповещения
kind-alerts = оповещения
alerts-what = Пользователи, отметившие жалобы, жёсткие или мягкие возвраты, получают письмо, когда платформа сообщает, что их больше, чем указано здесь: не чаще раза в 12 часов для каждого вида и аккаунта.
alerts-thresholds = Когда сообщать
alerts-complaints = Жалобы
alerts-complaints-hint = В процентах от отправленного за день, например 0,07.
alerts-hard = Жёсткие возвраты
alerts-hard-hint = В процентах от отправленного за день, например 1.
alerts-soft = Мягкие возвраты
alerts-soft-hint = В процентах от отправленного за день, например 30.
alerts-min-sent = Начиная с числа сообщений
alerts-min-sent-hint = О дне, за который отправлено меньше, не сообщается.
alerts-saved = Оповещения сохранены.
refused-percent = Укажите процент больше 0 и не больше 100, не более трёх знаков после запятой.
refused-quality-date = День пишется так: 2026-03-01.
refused-quality-early = Этот день ещё не начался в часовом поясе аккаунта.
refused-quality-late = День может быть не раньше чем { $days } дней назад.
refused-quality-no-date = Такого дня в часовом поясе аккаунта не было.
quality-heading = Доставка
quality-about = Из отправленного за каждый день, по сообщениям платформы.
quality-day = День
quality-sent = Отправлено сообщений
quality-complaints = Жалобы
quality-hard = Жёсткие возвраты
quality-soft = Мягкие возвраты
action-quality-alert = Слишком много вернулось
account-came-back = Что вернулось
account-day = День
account-sent = Отправлено
account-count = Вернулось
metric-users = Пользователи
letter-kind-quality = Жалобы и возвраты
mail-quality-subject = { $account }: вернулось { $share } ({ $kind })
mail-quality = Из отправленного аккаунтом { $account } вернулось слишком много: { $kind }.
mail-quality-about = Об этом дне
mail-quality-kind = Что
mail-quality-day = День
mail-quality-sent = Отправлено
mail-quality-count = Вернулось
mail-quality-share = Доля
mail-quality-share-of = { $share }; сообщается при доле больше { $borne }
mail-quality-then = Проверьте, кому и что вы пишете: почтовые службы перестают принимать письма отправителя, у которого слишком много возвращается.
mail-quality-why = Вы получили это письмо, потому что в вашем профиле отмечено «{ $ticked }».

# -- reports: daily and weekly --
reports-heading = Отчёты
reports-about = Пользователям, которые их просят, в час и день недели из настроек аккаунта, в его часовом поясе ({ $zone }).
reports-none = Никто из пользователей аккаунта не просит ежедневных или еженедельных отчётов.
report-which = Отчёт
report-kind-daily = Ежедневный
report-kind-weekly = Еженедельный
report-date = За дату
report-planned-at = Запланирован на
report-outcome = Что с ним стало
report-planned = Запланирован
report-sent = { $count ->
    [one] Отправлен, { $count } письмо
    [few] Отправлен, { $count } письма
   *[other] Отправлен, { $count } писем
}
report-sent-late = { $count ->
    [one] Отправлен с опозданием, { $count } письмо
    [few] Отправлен с опозданием, { $count } письма
   *[other] Отправлен с опозданием, { $count } писем
}
report-skipped = Пропущен: { $why }
report-why-missed = Steward не работал, и ушёл более новый
report-why-account-inactive = аккаунт был отключён
report-why-account-deleted = аккаунт был удалён
report-both-times = { $there } там, { $here } у вас
report-before = { $now }; раньше: { $before }
report-change = { $now }; раньше: { $before } ({ $change })
letter-kind-daily-report = Ежедневный отчёт
letter-kind-weekly-report = Еженедельный отчёт
mail-daily-subject = { $account }: { $first }
mail-weekly-subject = { $account }: { $first } – { $last }
mail-daily = Что аккаунт { $account } использовал { $first } и как это доставлено, в сравнении с днём раньше.
mail-weekly = Что аккаунт { $account } использовал с { $first } по { $last } и как это доставлено, в сравнении с неделей раньше.
mail-daily-nothing = Об аккаунте { $account } за { $first } ничего не сообщалось.
mail-weekly-nothing = Об аккаунте { $account } с { $first } по { $last } ничего не сообщалось.
mail-report-about = В цифрах
mail-report-late = Этот отчёт опоздал: он был запланирован на { $at }.
mail-report-link = Использование и отчёты
mail-report-portal = Открыть портал
mail-daily-why = Вы получили это письмо, потому что в вашем профиле отмечено «Ежедневные отчёты».
mail-weekly-why = Вы получили это письмо, потому что в вашем профиле отмечено «Еженедельные отчёты».
mail-leave = Больше не присылать таких писем
leave-title = Больше не присылать этот отчёт?
leave-what = Отчёт, из которого вы пришли, больше не будет вам приходить. Остальное не изменится.
leave-button = Не присылать
leave-done-title = Этот отчёт больше не будет вам приходить
leave-done = Он выключен, если ссылка ваша. Снова отметить его можно в профиле.
leave-profile = В профиль

# Уведомители

notifiers-mean = Здесь операторам сообщают о происходящем: заполнен тариф, задание не удалось, отправитель молчит.
notifiers-none = Нет уведомителей, подходящих под фильтры.
notifiers-none-yet = Пока никому ни о чём не сообщают.
notifier-create = Создать уведомитель
notifier-new = Новый уведомитель
notifier-search = Имя, вид, URL или адрес
notifier-kind-any = Любой вид
notifier-choose = Как сообщать операторам?
notifier-now = Сейчас
notifier-what = О чём сообщать
notifier-failing-since = Не удаётся с
notifier-last-error = Последняя неудача
notifier-state-ok = Работает
notifier-state-failing = Не удаётся
notifier-state-off = Выключен
notifier-name = Имя
notifier-kind = Вид
notifier-kind-email = Эл. почта
notifier-kind-webhook = Вебхук
notifier-kind-telegram = Telegram
notifier-kind-slack = Совместимый со Slack
notifier-about-email = Письма на адреса, до 10.
notifier-about-webhook = JSON на адрес HTTPS, с подписью по Standard Webhooks.
notifier-about-telegram = Сообщения бота в чат.
notifier-about-slack = Сообщения на входящий вебхук Slack, Mattermost и подобных.
notifier-active = Активен
notifier-active-hint = Выключенному ни о чём не сообщают.
notifier-language = Язык
notifier-events = События
notifier-min-severity = Наименьшая важность
notifier-min-severity-hint = О менее важном не сообщают.
notifier-quiet-hours = Время тишины, в часах
notifier-quiet-hours-hint = Столько времени о том же объекте не сообщают того же вида снова; от 0 до 168.
notifier-all-accounts = Все аккаунты
notifier-all-accounts-hint = О том, что не относится к аккаунту, сообщают в любом случае.
notifier-accounts = Только эти аккаунты
notifier-accounts-hint = Имеет значение, если уведомитель не для всех аккаунтов. По одному на строке: ID, логин аккаунта или название.
notifier-emails = Адреса
notifier-emails-hint = По одному на строке, до 10.
notifier-url = URL
notifier-url-hint = HTTPS; перенаправления не выполняются.
notifier-ca = Собственный центр сертификации
notifier-ca-hint = Сертификат центра, выдавшего сертификат сервера, в PEM. Оставьте пустым, если центр публичный.
notifier-chat-id = Чат
notifier-chat-id-hint = Номер чата или @имя публичного канала.
notifier-secret = Токен или адрес
notifier-token = Токен бота
notifier-token-hint = Как его выдал BotFather. Больше он не показывается.
notifier-token-stored = { notifier-token }
notifier-token-stored-hint = Оставьте пустым, чтобы сохранить прежний.
notifier-address = Адрес вебхука
notifier-address-hint = HTTPS. Кто его знает, может туда писать, поэтому больше он не показывается.
notifier-address-stored = { notifier-address }
notifier-address-stored-hint = Оставьте пустым, чтобы сохранить прежний.
notifier-signing = Секрет подписи
notifier-created = Уведомитель «{ $name }» создан.
notifier-saved = Уведомитель «{ $name }» сохранён.
notifier-deleted = Уведомитель «{ $name }» удалён.
notifier-delete = Удалить уведомитель «{ $name }»?
notifier-delete-button = Удалить уведомитель
notifier-in-use = Уведомитель «{ $name }» используется, удалить его нельзя
notifier-gone = Уведомитель удалён
notifier-rotate = Создать новый секрет подписи для «{ $name }»?
notifier-rotate-button = Новый секрет подписи
notifier-rotate-means = Он показывается один раз. Ещё сутки сообщения подписываются и прежним, чтобы успеть изменить получателя.
notifier-secret-title = Секрет подписи
notifier-secret-once = Он показывается только сейчас. Передайте его получателю:
notifier-before-until = Прежним сообщения тоже подписываются до
notifier-not-signed = Подписываются только вебхуки.
notifier-secret-lost = Секрет не читается с этим файлом ключа.
notifier-test-hint = Отправляет туда одно сообщение с пометкой о проверке. Не чаще раза в 10 секунд; каждая проверка остаётся в журнале.
notifier-test-button = Отправить проверку
notifier-test-queued = { $count ->
    [one] { $count } письмо ждёт в исходящих.
    [few] { $count } письма ждут в исходящих.
   *[many] { $count } писем ждут в исходящих.
 }
notifier-answered = HTTP-статус { $status }
notifier-failing-told = Уведомитель «{ $name }» не работает: три попытки подряд не удались.
notifier-gone-told = Уведомитель «{ $name }» выключен: его адреса больше нет (HTTP-статус 410).
refused-notifier-not-of-kind = У этого вида нет такого поля.
refused-notifier-kind-stays = Вид уведомителя не меняется.
refused-notifier-no-event = Выберите хотя бы одно событие.
refused-notifier-severity = Ни одно из выбранных событий не настолько важно.
refused-notifier-no-account = Назовите хотя бы один аккаунт или выберите все.
refused-notifier-accounts = Не больше { $most } аккаунтов.
refused-notifier-emails = Не больше { $most } адресов.
refused-notifier-chat = Это не номер чата и не @имя канала.
refused-notifier-token = Это не токен бота: цифры, двоеточие и ключ, без пробелов.
trial-answer = Ответ
cause-answered = Другая сторона ответила HTTP-статусом { $status }.
cause-redirected = Другая сторона ответила перенаправлением (HTTP-статус { $status }), которое не выполняется.
severity-info = Сведения
severity-warning = Предупреждение
severity-error = Ошибка
event-tariff-near = Лимит тарифа близок
event-tariff-reached = Лимит тарифа исчерпан
event-account-frozen = Аккаунт заморожен
event-account-deactivated = Аккаунт отключён
event-account-deleted = Аккаунт удалён
event-quality-poor = Жалобы или возвраты выше порога
event-sender-silent = Отправитель молчит
event-sender-held = Отправитель приостановлен
event-job-failed = Задание не удалось
event-connector-down = Подключение или каталог не отвечает
event-letters-waiting = Письма ждут больше часа
event-owner-added = Новый владелец
event-token-expiring = Токен API истекает
event-token-leaked = Токен API раскрыт
event-visit-changed = Сеанс поддержки с изменениями
event-guessing = Подбор паролей
event-record-altered = Журнал изменён
event-told-tariff-near = Аккаунт «{ $name }» близок к лимиту тарифа.
event-told-tariff-reached = Аккаунт «{ $name }» исчерпал лимит тарифа.
event-told-account-frozen = Аккаунт «{ $name }» заморожен.
event-told-account-deactivated = Аккаунт «{ $name }» отключён.
event-told-account-deleted = Аккаунт «{ $name }» удалён.
event-told-quality-poor = Жалобы или возвраты аккаунта «{ $name }» выше порога.
event-told-sender-silent = От отправителя «{ $name }» ничего не слышно.
event-told-sender-held = Отправитель «{ $name }» приостановлен.
event-told-job-failed = Задание { $name } не удалось.
event-told-connector-down = «{ $name }» не отвечает как следует.
event-told-letters-waiting = Письма ждут больше часа.
event-told-owner-added = Администратор «{ $name }» теперь владелец.
event-told-token-expiring = Токен API «{ $name }» скоро истекает.
event-told-token-leaked = Токен API «{ $name }» раскрыт.
event-told-visit-changed = В сеансе поддержки что-то изменено: { $name }.
event-told-guessing = Много неверных паролей: { $name }.
event-told-record-altered = Журнал не такой, каким был записан.
event-told-test = Это проверка уведомителя «{ $name }». Ничего не произошло.
mail-event-subject = { $platform }: { $text }
mail-event-test-subject = { $platform }, проверка: { $text }
mail-event = { $text }
mail-event-link = Открыть в панели
mail-event-why = Вы получили это, потому что ваш адрес — среди тех, по которым сообщают операторам.
letter-kind-event = Уведомление операторам

# The record sealed
kind-record = журнал
action-verify = Начата проверка
action-verify-failed = Проверка не прошла
action-remove = Удалено по сроку
record-what = Что найдено
record-seq = Номер записи
record-up-to = До номера
record-records = Записей
record-days = Хранятся дней
menu-verification = Проверка журнала
verification-lead = Каждая запись получает номер по порядку фиксации и входит в дерево, корень которого подписан. Изменённое, удалённое или добавленное в базе ему уже не соответствует.
verification-link = Проверка
verification-now = Проверить сейчас
verification-begun = Проверка начата. Она идёт сама; эта страница показывает, сколько проверено.
verification-runs = Проверка уже идёт.
verification-nothing = Ничего ещё не запечатано.
verification-none = Ещё не проверялся: проверка идёт каждую ночь.
verification-last = Последние проверки
verification-so-far = Проверено { $checked } из { $size }
verification-intact = Цел до { $size }
verification-altered = Запись { $seq } изменена.
verification-missing = Записи { $seq } нет.
verification-added = Запись { $seq } добавлена.
verification-reordered = Запись { $seq } не на своём месте: записи переставлены.
verification-foreign = Запись { $seq } добавил тот, у кого нет ключа.
verification-tree = Хеши записей до { $seq } не соответствуют подписанной контрольной точке.
verification-checkpoint = Последняя контрольная точка
verification-checkpoint-what = Храните её вне базы: с ней и выгрузкой «steward audit verify» найдёт всё, что было изменено раньше.
verification-keys = Ключи, которыми проверяют контрольные точки
home-record-altered = { $count ->
    [one] Журнал не такой, каким был записан
    [few] Журнал не такой, каким был записан
   *[many] Журнал не такой, каким был записан
 }
home-record-late = { $count ->
    [one] { $number } запись больше минуты ждёт запечатывания
    [few] { $number } записи больше минуты ждут запечатывания
   *[many] { $number } записей больше минуты ждут запечатывания
 }
kind-anchors = хранение контрольных точек
anchors-heading = Хранятся в другом месте
anchors-what = Последняя контрольная точка раз в день уходит на эти адреса — людям, у которых нет базы.
anchors-addresses = Адреса
anchors-addresses-hint = По одному в строке, не больше десяти.
anchors-mailed = Последнее письмо (номер записи)
anchors-filed = Последняя запись в файл (номер записи)
anchors-saved = Адреса сохранены.
mail-checkpoint-subject = { $platform }: контрольная точка журнала на { $size }
mail-checkpoint = Это последняя контрольная точка журнала:
mail-checkpoint-keep = Сохраните это письмо. С ним и выгрузкой журнала «steward audit verify» найдёт всё, что позже изменят в базе.
