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
