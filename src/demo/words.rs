//! What names are made of, by script. An entry is "Written=latin", the second half for account names; `_` stands for a
//! space.

pub struct Script {
    /// So many of a hundred accounts are of this script.
    pub share: i64,
    /// `en` or `ru`: what its users read.
    pub language: &'static str,
    /// Between the words of a title, and between the two roots of a compound.
    pub space: &'static str,
    pub joint: &'static str,
    pub forms: &'static [&'static str],
    pub zones: &'static [&'static str],
    pub heads: &'static str,
    pub tails: &'static str,
    pub trades: &'static str,
    pub cities: &'static str,
    pub syllables: &'static str,
    pub women: &'static str,
    pub men: &'static str,
    pub surnames: &'static str,
}

pub const SCRIPTS: [Script; 5] = [LATIN, CYRILLIC, GREEK, HAN, ARABIC];

const LATIN: Script = Script {
    share: 42,
    language: "en",
    space: " ",
    joint: "",
    forms: &["{}", "{}", "{}", "{} Ltd", "{} Inc.", "{} GmbH", "{} S.A.", "{} & Co.", "{} B.V.", "{} AB"],
    zones: &[
        "Europe/London",
        "America/New_York",
        "Europe/Berlin",
        "UTC",
        "America/Chicago",
        "Europe/Paris",
        "America/Sao_Paulo",
        "Europe/Warsaw",
        "America/Los_Angeles",
        "Australia/Sydney",
    ],
    heads: "North=north Blue=blue Bright=bright Silver=silver Oak=oak River=river Stone=stone Green=green Sun=sun Iron=iron Harbor=harbor \
            Clear=clear Maple=maple Red=red Swift=swift Summit=summit Lake=lake Wild=wild Moon=moon Cedar=cedar Fair=fair Gold=gold \
            High=high Amber=amber Pine=pine Storm=storm Vista=vista Quick=quick True=true White=white Black=black Ocean=ocean Field=field \
            Spring=spring Winter=winter Star=star Cloud=cloud Copper=copper Falcon=falcon Heron=heron",
    tails: "field=field bridge=bridge works=works point=point line=line wood=wood gate=gate stone=stone way=way port=port land=land \
            light=light craft=craft house=house mark=mark ford=ford side=side wave=wave path=path hill=hill brook=brook peak=peak \
            leaf=leaf nest=nest forge=forge yard=yard",
    trades: "Coffee=coffee Outdoor=outdoor Books=books Logistics=logistics Travel=travel Foods=foods Pharmacy=pharmacy Motors=motors \
             Garden=garden Sports=sports Insurance=insurance Toys=toys Optics=optics Media=media Studio=studio Bakery=bakery Cycling=cycling \
             Fashion=fashion Furniture=furniture Pets=pets Energy=energy Hotels=hotels Academy=academy Dental=dental Music=music \
             Electronics=electronics Shoes=shoes Cosmetics=cosmetics Tea=tea Tickets=tickets Clinics=clinics Software=software Flowers=flowers \
             Café=cafe Crédit=credit Möbel=moebel Gærde=gaerde Żagle=zagle",
    cities: "London=london Berlin=berlin Chicago=chicago Lisbon=lisbon Zürich=zuerich Kraków=krakow São_Paulo=sao-paulo Göteborg=goteborg \
             Leeds=leeds Austin=austin Lyon=lyon Porto=porto Gdańsk=gdansk Malmö=malmo Bristol=bristol Denver=denver Wien=wien Brno=brno \
             Łódź=lodz Dublin=dublin Seattle=seattle Torino=torino Gent=gent Aarhus=aarhus Montréal=montreal Sydney=sydney Perth=perth \
             Münster=muenster Tallinn=tallinn Córdoba=cordoba Boston=boston Utrecht=utrecht",
    syllables: "ve lo tri na sol mar kin dor xa eo ly bra zen qui mo ta ri vo lu nex per cal sy no ko ra fen to gi mel ba ju po se ti har \
                cor van del ix",
    women: "Anna=anna Emma=emma Olivia=olivia Sophie=sophie Maria=maria Chloé=chloe Laura=laura Júlia=julia Ingrid=ingrid Grace=grace \
            Hannah=hannah Zoë=zoe Clara=clara Nina=nina Małgorzata=malgorzata Beatriz=beatriz",
    men: "James=james Lukas=lukas Oliver=oliver Jonas=jonas Peter=peter Noah=noah Hugo=hugo Mateusz=mateusz João=joao Erik=erik Liam=liam \
          Søren=soren Paul=paul Martin=martin André=andre Thomas=thomas",
    surnames: "Smith=smith Müller=mueller Novak=novak Johnson=johnson Dubois=dubois Silva=silva Andersson=andersson Kowalczyk=kowalczyk \
               Brown=brown Schmidt=schmidt Rossi=rossi Walker=walker O’Brien=obrien García=garcia Jensen=jensen Weber=weber Clark=clark \
               Moreau=moreau Fischer=fischer Hughes=hughes Costa=costa Lindqvist=lindqvist Baker=baker Wright=wright Keller=keller Nagy=nagy \
               Horvat=horvat Larsen=larsen Evans=evans Mason=mason",
};

const CYRILLIC: Script = Script {
    share: 32,
    language: "ru",
    space: " ",
    joint: "",
    forms: &["ООО «{}»", "ООО «{}»", "{}", "{}", "АО «{}»", "ГК «{}»", "ТД «{}»", "ИП {}", "ТОО «{}»", "НПО «{}»"],
    zones: &[
        "Europe/Moscow",
        "Europe/Moscow",
        "Europe/Samara",
        "Asia/Yekaterinburg",
        "Asia/Novosibirsk",
        "Asia/Almaty",
        "Europe/Minsk",
        "Asia/Vladivostok",
        "Europe/Sofia",
        "Asia/Krasnoyarsk",
    ],
    heads: "Север=sever Строй=stroy Пром=prom Техно=tekhno Вита=vita Агро=agro Волга=volga Урал=ural Сибирь=sibir Мега=mega Гранд=grand \
            Альфа=alfa Евро=evro Мир=mir Город=gorod Восток=vostok Запад=zapad Свет=svet Тепло=teplo Лес=les Рос=ros Сталь=stal Эко=eko \
            Нова=nova Азия=aziya Балт=balt Метал=metal Полюс=polyus Жар=zhar Снег=sneg Океан=okean Янтарь=yantar Кедр=kedr Энерго=energo \
            Инфо=info Авто=avto Аква=akva Мед=med Книго=knigo Фарм=farm",
    tails: "строй=stroy мир=mir пром=prom сервис=servis торг=torg снаб=snab град=grad продукт=produkt ресурс=resurs маркет=market \
            инвест=invest дом=dom плюс=plyus лайн=layn связь=svyaz техника=tekhnika мебель=mebel транс=trans контакт=kontakt стиль=stil \
            центр=tsentr альянс=alyans трейд=treyd фуд=fud комплект=komplekt монтаж=montazh",
    trades: "Логистика=logistika Мебель=mebel Аптека=apteka Кофейня=kofeynya Туризм=turizm Стоматология=stomatologiya Автозапчасти=avtozapchasti \
             Книги=knigi Цветы=tsvety Одежда=odezhda Обувь=obuv Спорттовары=sporttovary Игрушки=igrushki Косметика=kosmetika Электроника=elektronika \
             Кондитерская=konditerskaya Пекарня=pekarnya Зоотовары=zootovary Стройматериалы=stroymaterialy Ювелирный_дом=yuvelirnyy-dom \
             Оптика=optika Инструменты=instrumenty Недвижимость=nedvizhimost Страхование=strakhovanie Полиграфия=poligrafiya Театр=teatr \
             Библиотека=biblioteka Посуда=posuda Велосипеды=velosipedy Чай=chay Сантехника=santekhnika Клиника=klinika Школа_танцев=shkola-tantsev \
             Перевозки=perevozki",
    cities: "Москва=moskva Самара=samara Казань=kazan Пермь=perm Томск=tomsk Омск=omsk Уфа=ufa Тверь=tver Рязань=ryazan Тула=tula Минск=minsk \
             Алматы=almaty Воронеж=voronezh Саратов=saratov Иркутск=irkutsk Хабаровск=khabarovsk Челябинск=chelyabinsk Екатеринбург=ekaterinburg \
             Новосибирск=novosibirsk Краснодар=krasnodar Ростов-на-Дону=rostov-na-donu Ярославль=yaroslavl Владивосток=vladivostok София=sofiya \
             Брест=brest Псков=pskov Вологда=vologda Сочи=sochi Калуга=kaluga Барнаул=barnaul Тюмень=tyumen Ижевск=izhevsk Мурманск=murmansk",
    syllables: "та=ta во=vo ри=ri лан=lan ме=me со=so кор=kor ди=di на=na ве=ve ля=lya бра=bra те=te ну=nu жен=zhen ко=ko ла=la ир=ir \
                па=pa го=go са=sa мо=mo зар=zar ту=tu фе=fe но=no ши=shi ба=ba рос=ros ле=le чар=char юн=yun де=de ва=va",
    women: "Анна=anna Мария=mariya Елена=elena Ольга=olga Наталья=natalya Жанна=zhanna Юлия=yuliya Ирина=irina Светлана=svetlana Дарья=darya \
            Татьяна=tatyana Алёна=alyona Полина=polina Вера=vera",
    men: "Иван=ivan Пётр=pyotr Сергей=sergey Алексей=aleksey Дмитрий=dmitriy Андрей=andrey Михаил=mikhail Николай=nikolay Егор=egor \
          Тимур=timur Павел=pavel Роман=roman Илья=ilya Фёдор=fyodor",
    surnames: "Иванов=ivanov Петров=petrov Смирнов=smirnov Кузнецов=kuznetsov Попов=popov Волков=volkov Соколов=sokolov Лебедев=lebedev \
               Морозов=morozov Новиков=novikov Козлов=kozlov Орлов=orlov Макаров=makarov Захаров=zakharov Щукин=shchukin Фомин=fomin \
               Шевченко=shevchenko Бондарчук=bondarchuk Ершов=ershov Дроздов=drozdov Крылов=krylov Гусев=gusev Титов=titov Белов=belov \
               Журавлёв=zhuravlyov Чернов=chernov Яковлев=yakovlev Калинин=kalinin Родионов=rodionov Цветков=tsvetkov",
};

const GREEK: Script = Script {
    share: 8,
    language: "en",
    space: " ",
    joint: "",
    forms: &["{}", "{} Α.Ε.", "{} Ε.Π.Ε.", "{} Ο.Ε."],
    zones: &["Europe/Athens", "Asia/Nicosia"],
    heads: "Αιγαίο=aigaio Ήλιος=ilios Γαλάζιο=galazio Άνεμος=anemos Πέτρα=petra Ελιά=elia Θάλασσα=thalassa Νέα=nea Μέγα=mega Αστέρι=asteri \
            Ακτή=akti Βόρεια=voreia Λευκός=lefkos Χρυσός=chrysos Κύμα=kyma Όλυμπος=olympos",
    tails: "πλους=plous τεχνική=techniki γη=gi πόλις=polis δρόμος=dromos φως=fos μέλι=meli κτήμα=ktima",
    trades: "Ταξίδια=taxidia Τρόφιμα=trofima Καφές=kafes Βιβλία=vivlia Έπιπλα=epipla Φαρμακείο=farmakeio Ξενοδοχεία=xenodocheia Ναυτιλία=naftilia \
             Ενέργεια=energeia Υποδήματα=ypodimata Παιχνίδια=paichnidia Εκδόσεις=ekdoseis Οπτικά=optika Ελαιόλαδο=elaiolado",
    cities: "Αθήνα=athina Θεσσαλονίκη=thessaloniki Πάτρα=patra Ηράκλειο=irakleio Βόλος=volos Χανιά=chania Ρόδος=rodos Λευκωσία=lefkosia \
             Καβάλα=kavala Κέρκυρα=kerkyra Σπάρτη=sparti",
    syllables: "κα=ka λο=lo μι=mi ρα=ra σο=so τε=te νι=ni δο=do φι=fi πα=pa θε=the ξα=xa βι=vi λη=li μα=ma κρι=kri",
    women: "",
    men: "Γιώργος=giorgos Νίκος=nikos Δημήτρης=dimitris Κώστας=kostas Γιάννης=giannis Παναγιώτης=panagiotis Σπύρος=spyros",
    surnames: "Παπαδόπουλος=papadopoulos Γεωργίου=georgiou Νικολάου=nikolaou Οικονόμου=oikonomou Δημητρίου=dimitriou Βασιλείου=vasileiou \
               Αντωνίου=antoniou Χατζής=chatzis Μαρκάκης=markakis",
};

const HAN: Script = Script {
    share: 10,
    language: "en",
    space: "",
    joint: "",
    forms: &["{}有限公司", "{}株式会社", "株式会社{}", "{}集团", "{}股份有限公司", "{}"],
    zones: &["Asia/Shanghai", "Asia/Tokyo", "Asia/Taipei", "Asia/Hong_Kong", "Asia/Singapore"],
    heads: "東=higashi 北=kita 山=yama 川=kawa 金=kin 大=dai 新=xin 華=hua 天=tian 海=hai 明=ming 光=guang 星=xing 龍=long 松=matsu 青=qing \
            白=bai 中=zhong 長=chang 永=yong 福=fu 美=mei 和=he 春=chun 富=fu 南=nan 西=xi 安=an 森=mori 石=ishi",
    tails: "達=da 本=moto 田=ta 盛=sheng 通=tong 聯=lian 泰=tai 源=yuan 興=xing 豐=feng 隆=long 成=cheng 信=xin 利=li 島=shima 野=no 村=mura \
            城=cheng 越=yue 昌=chang",
    trades: "商事=shoji 貿易=boeki 食品=shokuhin 物流=wuliu 科技=keji 電子=dianzi 書店=shoten 旅行=ryoko 茶業=chaye 家具=jiaju 服飾=fushi \
             薬局=yakkyoku 建設=kensetsu 出版=chuban 汽車=qiche 玩具=wanju 印刷=insatsu",
    cities: "東京=tokyo 上海=shanghai 北京=beijing 大阪=osaka 深圳=shenzhen 台北=taipei 広州=guangzhou 京都=kyoto 成都=chengdu 福岡=fukuoka \
             杭州=hangzhou 札幌=sapporo 香港=hongkong 武漢=wuhan 仙台=sendai",
    syllables: "瑞=rui 嘉=jia 博=bo 宏=hong 凱=kai 思=si 佳=jia 智=zhi 維=wei 恒=heng 誠=cheng 雅=ya 欣=xin 優=you 悦=yue 卓=zhuo 翔=xiang 睿=rui",
    women: "美咲=misaki 芳=fang 静=jing 麗=li 花子=hanako 雪=xue 愛=ai 慧=hui",
    men: "偉=wei 強=qiang 健太=kenta 翔太=shota 明=akira 軍=jun 建國=jianguo 大輔=daisuke",
    surnames: "王=wang 李=li 田中=tanaka 佐藤=sato 陳=chen 鈴木=suzuki 張=zhang 林=lin 高橋=takahashi 劉=liu 黃=huang 渡辺=watanabe 山本=yamamoto",
};

const ARABIC: Script = Script {
    share: 8,
    language: "en",
    space: " ",
    joint: " ",
    forms: &["شركة {}", "{}", "مجموعة {}", "مؤسسة {}", "{} ش.م.م"],
    zones: &["Asia/Dubai", "Asia/Riyadh", "Africa/Cairo", "Asia/Amman", "Africa/Casablanca"],
    heads: "النور=alnour الخليج=alkhaleej الشرق=alsharq الأمل=alamal النجم=alnajm الوطن=alwatan الأفق=alofoq الصفا=alsafa الربيع=alrabee \
            البحر=albahr الماسة=almasa النخيل=alnakheel الفجر=alfajr القمة=alqimma الريادة=alriyada السلام=alsalam",
    tails: "الجديد=aljadeed الأول=alawal الدولي=aldawli الحديث=alhadeeth العربي=alarabi الذهبي=aldhahabi المتحد=almuttahid الأخضر=alakhdar",
    trades: "للتجارة=tijara للسياحة=siyaha للعطور=otoor للأغذية=aghziya للنقل=naql للتقنية=taqniya للأثاث=athath للمقاولات=muqawalat للصيدلة=saydala \
             للكتب=kutub للأزياء=azyaa للطاقة=taqa للعقارات=aqarat",
    cities: "دبي=dubai الرياض=riyadh القاهرة=cairo عمان=amman الدوحة=doha جدة=jeddah بيروت=beirut الكويت=kuwait مسقط=muscat طنجة=tangier \
             الإسكندرية=alexandria",
    syllables: "با=ba را=ra سي=si مو=mu نا=na دا=da لي=li كا=ka فا=fa جو=jo ها=ha تي=ti زا=za",
    women: "فاطمة=fatima مريم=maryam ليلى=layla نور=nour سارة=sara هدى=huda",
    men: "محمد=mohammed أحمد=ahmed علي=ali عمر=omar يوسف=yousef خالد=khaled",
    surnames: "الحسن=alhasan العلي=alali المنصور=almansour الخطيب=alkhatib حداد=haddad النجار=alnajjar السعيد=alsaeed القاسم=alqasim",
};
