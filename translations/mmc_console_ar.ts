<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>ActWords</name>
    <message>
        <source>Sign-in</source>
        <translation>تسجيل دخول</translation>
    </message>
    <message>
        <source>Sign-out</source>
        <translation>تسجيل خروج</translation>
    </message>
    <message>
        <source>Renewal of a session</source>
        <translation>تجديد جلسة</translation>
    </message>
    <message>
        <source>Credential of a console</source>
        <translation>اعتماد محطة</translation>
    </message>
    <message>
        <source>Password changed</source>
        <translation>تغيير كلمة المرور</translation>
    </message>
    <message>
        <source>Board paired</source>
        <translation>ربط شاشة انتظار</translation>
    </message>
    <message>
        <source>Users viewed</source>
        <translation>عرض المستخدمين</translation>
    </message>
    <message>
        <source>User added</source>
        <translation>إضافة مستخدم</translation>
    </message>
    <message>
        <source>People taken from a file</source>
        <translation>إدخال مستخدمين من ملف</translation>
    </message>
    <message>
        <source>People from a file called off</source>
        <translation>إلغاء إدخال مستخدمين من ملف</translation>
    </message>
    <message>
        <source>User&apos;s rights changed</source>
        <translation>تغيير صلاحيات مستخدم</translation>
    </message>
    <message>
        <source>User&apos;s password reset</source>
        <translation>إعادة تعيين كلمة مرور مستخدم</translation>
    </message>
    <message>
        <source>User signed out everywhere</source>
        <translation>إخراج مستخدم من كل المحطات</translation>
    </message>
    <message>
        <source>Consoles viewed</source>
        <translation>عرض المحطات</translation>
    </message>
    <message>
        <source>Console renamed</source>
        <translation>تغيير اسم محطة</translation>
    </message>
    <message>
        <source>Console revoked</source>
        <translation>إلغاء محطة</translation>
    </message>
    <message>
        <source>Day loaded with examinees&apos; cards</source>
        <translation>تحميل اليوم ببطاقات المراجعين</translation>
    </message>
    <message>
        <source>Examinees&apos; cards read</source>
        <translation>قراءة بطاقات مراجعين</translation>
    </message>
    <message>
        <source>Examinees searched</source>
        <translation>بحث عن مراجعين</translation>
    </message>
    <message>
        <source>Visit read</source>
        <translation>قراءة زيارة</translation>
    </message>
    <message>
        <source>Examinee looked up</source>
        <translation>البحث عن مراجع لمحو بياناته</translation>
    </message>
    <message>
        <source>Examinee erased</source>
        <translation>محو بيانات مراجع</translation>
    </message>
    <message>
        <source>Conflict overridden</source>
        <translation>تجاوز تعارض</translation>
    </message>
    <message>
        <source>Exit PINs viewed</source>
        <translation>عرض رموز الخروج</translation>
    </message>
    <message>
        <source>Draft of the centre changed</source>
        <translation>تعديل مسودة المركز</translation>
    </message>
    <message>
        <source>Draft of the centre dropped</source>
        <translation>حذف مسودة المركز</translation>
    </message>
    <message>
        <source>Draft of the centre checked</source>
        <translation>فحص مسودة المركز</translation>
    </message>
    <message>
        <source>Centre published</source>
        <translation>نشر إعدادات المركز</translation>
    </message>
    <message>
        <source>Planned publication called off</source>
        <translation>إلغاء نشر مجدول</translation>
    </message>
    <message>
        <source>Centre file saved</source>
        <translation>حفظ ملف المركز</translation>
    </message>
    <message>
        <source>Centre file taken in</source>
        <translation>استيراد ملف المركز</translation>
    </message>
    <message>
        <source>Setting changed</source>
        <translation>تغيير إعداد</translation>
    </message>
    <message>
        <source>Boards viewed</source>
        <translation>عرض شاشات الانتظار</translation>
    </message>
    <message>
        <source>Board made or changed</source>
        <translation>إضافة شاشة انتظار أو تعديلها</translation>
    </message>
    <message>
        <source>Board removed</source>
        <translation>إزالة شاشة انتظار</translation>
    </message>
    <message>
        <source>Plugins viewed</source>
        <translation>عرض الإضافات</translation>
    </message>
    <message>
        <source>Plugin changed</source>
        <translation>تعديل إضافة</translation>
    </message>
    <message>
        <source>Server started</source>
        <translation>بدء تشغيل الخادم</translation>
    </message>
    <message>
        <source>Figures viewed</source>
        <translation>عرض المؤشرات</translation>
    </message>
    <message>
        <source>Figures scraped</source>
        <translation>جمع المؤشرات آليًا</translation>
    </message>
    <message>
        <source>Report read</source>
        <translation>قراءة تقرير</translation>
    </message>
    <message>
        <source>Scrape token made</source>
        <translation>إنشاء رمز لجمع المؤشرات</translation>
    </message>
    <message>
        <source>Scrape token dropped</source>
        <translation>حذف رمز جمع المؤشرات</translation>
    </message>
    <message>
        <source>Logs viewed</source>
        <translation>عرض السجلات</translation>
    </message>
    <message>
        <source>Logs saved</source>
        <translation>حفظ السجلات</translation>
    </message>
    <message>
        <source>Alert acknowledged</source>
        <translation>الإقرار بتنبيه</translation>
    </message>
    <message>
        <source>Alert put off</source>
        <translation>تأجيل تنبيه</translation>
    </message>
    <message>
        <source>Incident viewed</source>
        <translation>عرض حادثة</translation>
    </message>
    <message>
        <source>Incident opened</source>
        <translation>فتح حادثة</translation>
    </message>
    <message>
        <source>Incident changed</source>
        <translation>تعديل حادثة</translation>
    </message>
    <message>
        <source>Incident saved</source>
        <translation>حفظ حادثة</translation>
    </message>
    <message>
        <source>Maintenance planned</source>
        <translation>جدولة صيانة</translation>
    </message>
    <message>
        <source>Maintenance called off</source>
        <translation>إلغاء صيانة</translation>
    </message>
    <message>
        <source>Administration viewed</source>
        <translation>عرض صفحة إدارية</translation>
    </message>
    <message>
        <source>Administration changed</source>
        <translation>تعديل إداري</translation>
    </message>
    <message>
        <source>Removed by the administration</source>
        <translation>إزالة إدارية</translation>
    </message>
    <message>
        <source>Backups viewed</source>
        <translation>عرض النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Backup made</source>
        <translation>إنشاء نسخة احتياطية</translation>
    </message>
    <message>
        <source>Backup called off</source>
        <translation>إيقاف نسخ احتياطي</translation>
    </message>
    <message>
        <source>Backup downloaded</source>
        <translation>تنزيل نسخة احتياطية</translation>
    </message>
    <message>
        <source>Backup deleted</source>
        <translation>حذف نسخة احتياطية</translation>
    </message>
    <message>
        <source>Backup checked</source>
        <translation>فحص نسخة احتياطية</translation>
    </message>
    <message>
        <source>Backup copied</source>
        <translation>نسخ نسخة احتياطية إلى مكان آخر</translation>
    </message>
    <message>
        <source>Test restore</source>
        <translation>استعادة تجريبية</translation>
    </message>
    <message>
        <source>Old backups cleared away</source>
        <translation>إزالة النسخ القديمة</translation>
    </message>
    <message>
        <source>Recovery key of the backups shown</source>
        <translation>عرض مفتاح استرداد النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Access to the backups&apos; store set</source>
        <translation>ضبط الدخول إلى مخزن النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>استعادة</translation>
    </message>
    <message>
        <source>Audit viewed</source>
        <translation>عرض سجل التدقيق</translation>
    </message>
    <message>
        <source>Audit saved as a file</source>
        <translation>حفظ سجل التدقيق في ملف</translation>
    </message>
    <message>
        <source>Check of the chain viewed</source>
        <translation>عرض فحص السلسلة</translation>
    </message>
    <message>
        <source>Check of the chain begun</source>
        <translation>بدء فحص السلسلة</translation>
    </message>
    <message>
        <source>Chain checked</source>
        <translation>فحص السلسلة</translation>
    </message>
    <message>
        <source>Audit continued after a loss</source>
        <translation>متابعة سجل التدقيق بعد فقد</translation>
    </message>
    <message>
        <source>Keys viewed</source>
        <translation>عرض المفاتيح</translation>
    </message>
    <message>
        <source>New key asked for</source>
        <translation>طلب مفتاح جديد</translation>
    </message>
    <message>
        <source>Recovery copies asked for</source>
        <translation>طلب نسخ الاسترداد</translation>
    </message>
    <message>
        <source>New key in use</source>
        <translation>بدء استعمال مفتاح جديد</translation>
    </message>
    <message>
        <source>Exchange of a key finished</source>
        <translation>اكتمال تبديل مفتاح</translation>
    </message>
    <message>
        <source>Old key deleted</source>
        <translation>حذف مفتاح قديم</translation>
    </message>
    <message>
        <source>Recovery copies shown</source>
        <translation>عرض نسخ الاسترداد</translation>
    </message>
</context>
<context>
    <name>AdminWords</name>
    <message>
        <source>No connection to the server: nothing can be asked or changed here now.</source>
        <translation>لا اتصال بالخادم: لا يمكن السؤال أو التغيير هنا الآن.</translation>
    </message>
    <message>
        <source>The server is in maintenance: nothing can be asked or changed here now.</source>
        <translation>الخادم قيد الصيانة: لا يمكن السؤال أو التغيير هنا الآن.</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>حُفظ باسم {file}</translation>
    </message>
    <message>
        <source>The file could not be written. Choose another folder.</source>
        <translation>تعذّر حفظ الملف. اختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>Shown as of {time}</source>
        <translation>البيانات كما في {time}</translation>
    </message>
    <message>
        <source>Type both days like 2026-11-23.</source>
        <translation>اكتب اليومين على هذا النحو: ⁦2026-11-23⁩.</translation>
    </message>
    <message>
        <source>The first day comes after the last. Change one of them.</source>
        <translation>اليوم الأول بعد الأخير. غيّر أحدهما.</translation>
    </message>
    <message>
        <source>The last day has not come yet. Choose an earlier one.</source>
        <translation>اليوم الأخير لم يأتِ بعد. اختر يومًا أسبق.</translation>
    </message>
    <message>
        <source>There are no days before the year 2000. Choose a later one.</source>
        <translation>لا أيام قبل عام 2000. اختر يومًا بعده.</translation>
    </message>
    <message>
        <source>These are too many days at once. Choose fewer.</source>
        <translation>هذه أيام كثيرة دفعة واحدة. اختر أقل.</translation>
    </message>
</context>
<context>
    <name>AgainDialog</name>
    <message>
        <source>Sign in again</source>
        <translation>تسجيل الدخول من جديد</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>تسجيل الدخول</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>A PIN is not enough while the centre&apos;s data cannot be read. With the password of an administrator the server lets you in, to restore a backup.</source>
        <translation>لا يكفي الرمز السري ما دامت بيانات المركز غير مقروءة. بكلمة مرور مدير نظام يتيح لك الخادم الدخول لاستعادة نسخة احتياطية.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>Enter the password.</source>
        <translation>أدخل كلمة المرور.</translation>
    </message>
</context>
<context>
    <name>AgainWords</name>
    <message>
        <source>Sign in again…</source>
        <translation>تسجيل الدخول من جديد…</translation>
    </message>
</context>
<context>
    <name>AlertWords</name>
    <message>
        <source>Alerts</source>
        <translation>التنبيهات</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>الحوادث</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>ملاحظة</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>تحذير</translation>
    </message>
    <message>
        <source>Severe</source>
        <translation>خطير</translation>
    </message>
    <message>
        <source>open</source>
        <translation>مفتوح</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>قيد المتابعة</translation>
    </message>
    <message>
        <source>put off</source>
        <translation>مؤجَّل</translation>
    </message>
    <message>
        <source>over</source>
        <translation>انتهى</translation>
    </message>
    <message>
        <source>mitigated</source>
        <translation>خُفّف أثره</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>مغلق</translation>
    </message>
    <message>
        <source>{n} h {minutes} min</source>
        <translation>{n} س {minutes} د</translation>
    </message>
    <message>
        <source>Code: {code}</source>
        <translation>الرمز: {code}</translation>
    </message>
    <message>
        <source>put off by {user}: {what}</source>
        <translation>أجّله {user}: {what}</translation>
    </message>
    <message>
        <source>speaks again, by {user}</source>
        <translation>أعاد {user} تفعيله</translation>
    </message>
    <message>
        <source>taken by {user}</source>
        <translation>تولّاه {user}</translation>
    </message>
    <message>
        <source>raised</source>
        <translation>ظهر</translation>
    </message>
    <message>
        <source>came again</source>
        <translation>عاد</translation>
    </message>
    <message>
        <source>got worse</source>
        <translation>ازداد خطورة</translation>
    </message>
    <message>
        <source>got better</source>
        <translation>خفّت خطورته</translation>
    </message>
    <message>
        <source>over by itself</source>
        <translation>انتهى تلقائيًا</translation>
    </message>
    <message>
        <source>Incident opened</source>
        <translation>فُتح الحادث</translation>
    </message>
    <message>
        <source>Opened again</source>
        <translation>أُعيد فتحه</translation>
    </message>
    <message>
        <source>Mitigated: work is possible again</source>
        <translation>خُفّف أثره: عاد العمل ممكنًا</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>أُغلق</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>كل المستويات</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>التحذيرات والأخطاء</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>الأخطاء فقط</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>آخر ساعة</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>آخر 24 ساعة</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>آخر 7 أيام</translation>
    </message>
    <message>
        <source>All there is</source>
        <translation>كل المحفوظ</translation>
    </message>
    <message>
        <source>Server and consoles</source>
        <translation>الخادم والأجهزة</translation>
    </message>
    <message>
        <source>Server only</source>
        <translation>الخادم فقط</translation>
    </message>
    <message>
        <source>Consoles only</source>
        <translation>الأجهزة فقط</translation>
    </message>
    <message>
        <source>Take this alert: what are you doing about it?</source>
        <translation>تولّي هذا التنبيه: ما الذي تفعله بشأنه؟</translation>
    </message>
    <message>
        <source>What is the incident called?</source>
        <translation>ما عنوان الحادث؟</translation>
    </message>
    <message>
        <source>Note for the time line</source>
        <translation>ملاحظة للتسلسل الزمني</translation>
    </message>
    <message>
        <source>Root cause: why could it happen?</source>
        <translation>السبب الجذري: كيف أمكن حدوثه؟</translation>
    </message>
    <message>
        <source>What is to be done so that it does not happen again?</source>
        <translation>ما الذي يلزم عمله كي لا يتكرر؟</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>تولّي المتابعة</translation>
    </message>
    <message>
        <source>Open incident</source>
        <translation>فتح الحادث</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>إضافة الملاحظة</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Add follow-up</source>
        <translation>إضافة المتابعة</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>يجري البحث…</translation>
    </message>
    <message>
        <source>Searched back to {time}</source>
        <translation>بُحث حتى {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n new line(s)</source>
        <translation>
            <numerusform>لا أسطر جديدة</numerusform>
            <numerusform>سطر جديد واحد</numerusform>
            <numerusform>سطران جديدان</numerusform>
            <numerusform>%n أسطر جديدة</numerusform>
            <numerusform>%n سطرًا جديدًا</numerusform>
            <numerusform>%n سطر جديد</numerusform>
        </translation>
    </message>
    <message>
        <source>No line with “{q}”. Try fewer letters, or a longer time.</source>
        <translation>لا سطر يحتوي على «{q}». جرّب أحرفًا أقل أو مدة أطول.</translation>
    </message>
    <message>
        <source>No line of this kind in this time. Choose a longer time or all levels.</source>
        <translation>لا سطر من هذا النوع في هذه المدة. اختر مدة أطول أو كل المستويات.</translation>
    </message>
    <message>
        <source>The alert is yours now; others see that.</source>
        <translation>أنت تتابع هذا التنبيه الآن، ويرى الآخرون ذلك.</translation>
    </message>
    <message>
        <source>The alert is put off.</source>
        <translation>أُجّل التنبيه.</translation>
    </message>
    <message>
        <source>The alert speaks again.</source>
        <translation>عاد التنبيه مفعّلًا.</translation>
    </message>
    <message>
        <source>The line is in the clipboard.</source>
        <translation>نُسخ السطر إلى الحافظة.</translation>
    </message>
</context>
<context>
    <name>AlertsPanel</name>
    <message>
        <source>Level</source>
        <translation>المستوى</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>منذ</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>ما حدث</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>المتابع</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>التنبيهات</translation>
    </message>
    <message>
        <source>Effect on the work</source>
        <translation>الأثر على العمل</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>ما يلزم عمله</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>ما جرى</translation>
    </message>
    <message>
        <source>No open alerts.</source>
        <translation>لا تنبيهات مفتوحة.</translation>
    </message>
    <message>
        <source>Loading the alerts…</source>
        <translation>يجري تحميل التنبيهات…</translation>
    </message>
</context>
<context>
    <name>AlertsView</name>
    <message>
        <source>The server&apos;s database takes nothing now: alerts are kept in its memory until it does.</source>
        <translation>لا تستقبل قاعدة بيانات الخادم شيئًا الآن: تُحفظ التنبيهات في ذاكرته إلى أن تعود.</translation>
    </message>
    <message>
        <source>This needs the server, which cannot be reached now.</source>
        <translation>يحتاج هذا إلى الخادم، ولا يمكن الوصول إليه الآن.</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>لحظة من فضلك.</translation>
    </message>
    <message>
        <source>Select an open alert first.</source>
        <translation>اختر تنبيهًا مفتوحًا أولًا.</translation>
    </message>
    <message>
        <source>Administrators open incidents.</source>
        <translation>يفتح مديرو النظام الحوادث.</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>تولّي المتابعة</translation>
    </message>
    <message>
        <source>Put off for 1 h</source>
        <translation>تأجيل ساعة</translation>
    </message>
    <message>
        <source>Put off for a day</source>
        <translation>تأجيل يومًا</translation>
    </message>
    <message>
        <source>Let it speak again</source>
        <translation>إعادة التفعيل</translation>
    </message>
    <message>
        <source>It was not put off.</source>
        <translation>لم يُؤجَّل.</translation>
    </message>
    <message>
        <source>Open incident…</source>
        <translation>فتح حادث…</translation>
    </message>
    <message>
        <source>Open an incident first.</source>
        <translation>افتح حادثًا أولًا.</translation>
    </message>
    <message>
        <source>It stands there already.</source>
        <translation>هو على هذه الحال بالفعل.</translation>
    </message>
    <message>
        <source>Select a follow-up first.</source>
        <translation>اختر متابعة أولًا.</translation>
    </message>
    <message>
        <source>Work goes on again</source>
        <translation>عاد العمل</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>إعادة فتح</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>ملاحظة…</translation>
    </message>
    <message>
        <source>Root cause…</source>
        <translation>السبب الجذري…</translation>
    </message>
    <message>
        <source>Follow-up…</source>
        <translation>متابعة…</translation>
    </message>
    <message>
        <source>Done, or not yet</source>
        <translation>أُنجزت أو لم تُنجز</translation>
    </message>
    <message>
        <source>Save to print…</source>
        <translation>حفظ للطباعة…</translation>
    </message>
    <message>
        <source>Save as text…</source>
        <translation>حفظ نصًّا…</translation>
    </message>
    <message>
        <source>Select a line first.</source>
        <translation>اختر سطرًا أولًا.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>إيقاف مؤقت</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>Copy line</source>
        <translation>نسخ السطر</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>السطر كاملًا</translation>
    </message>
    <message>
        <source>Same request</source>
        <translation>الطلب نفسه</translation>
    </message>
    <message>
        <source>Select a line that belongs to a request.</source>
        <translation>اختر سطرًا يخص طلبًا.</translation>
    </message>
    <message>
        <source>Older lines</source>
        <translation>أسطر أقدم</translation>
    </message>
    <message>
        <source>There is nothing older.</source>
        <translation>لا يوجد أقدم من ذلك.</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>حفظ…</translation>
    </message>
</context>
<context>
    <name>Anew</name>
    <message>
        <source>Begin anew…</source>
        <translation>البدء من جديد…</translation>
    </message>
    <message>
        <source>Begin anew on this PC?</source>
        <translation>هل تريد البدء من جديد على هذا الجهاز؟</translation>
    </message>
    <message>
        <source>Set aside and begin anew</source>
        <translation>إبعاد البيانات والبدء من جديد</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>What is stored here is set aside, not deleted: actions that were not sent yet stay in the files set aside in this PC&apos;s data folder, and are not sent. Ask an administrator before you do this.</source>
        <translation>تُبعد البيانات المحفوظة هنا ولا تُحذف: تبقى الإجراءات التي لم تُرسل بعد في الملفات المُبعدة داخل مجلد بيانات هذا الجهاز، ولا تُرسل. اسأل مدير النظام قبل ذلك.</translation>
    </message>
</context>
<context>
    <name>AppWords</name>
    <message>
        <source>The connection is back.</source>
        <translation>عاد الاتصال.</translation>
    </message>
    <message>
        <source>The connection is back. Sending the pending actions…</source>
        <translation>عاد الاتصال. يجري إرسال الإجراءات المعلّقة…</translation>
    </message>
    <message>
        <source>All actions are sent.</source>
        <translation>أُرسلت جميع الإجراءات.</translation>
    </message>
    <message>
        <source>The server of this PC did not start.</source>
        <translation>لم يبدأ خادم هذا الجهاز.</translation>
    </message>
    <message>
        <source>Some actions are not sent to this server yet. Sign in and let them be sent, then choose another server.</source>
        <translation>توجد إجراءات لم تُرسل بعد إلى هذا الخادم. سجّل الدخول حتى تُرسل، ثم اختر خادمًا آخر.</translation>
    </message>
    <message>
        <source>Is this the same centre at another address?</source>
        <translation>هل هذا هو المركز نفسه على عنوان آخر؟</translation>
    </message>
    <message>
        <source>If it is, this PC stays the desk it is, and what is not sent yet goes there. Another centre begins empty here; what is kept for this one stays.</source>
        <translation>إذا كان هو نفسه يبقى هذا الجهاز المكتب ذاته، ويُرسل إليه ما لم يُرسل بعد. أما مركز آخر فيبدأ هنا فارغاً، ويبقى ما هو محفوظ لهذا المركز.</translation>
    </message>
    <message>
        <source>The same centre</source>
        <translation>المركز نفسه</translation>
    </message>
    <message>
        <source>Another centre</source>
        <translation>مركز آخر</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>The server at {address} does not know this PC. Nothing was changed.</source>
        <translation>الخادم على العنوان {address} لا يعرف هذا الجهاز. لم يتغير شيء.</translation>
    </message>
    <message>
        <source>The server at {address} does not answer now. Nothing was changed. Try again.</source>
        <translation>الخادم على العنوان {address} لا يجيب الآن. لم يتغير شيء. حاول مرة أخرى.</translation>
    </message>
    <message>
        <source>Nobody could unlock this PC again, so it stays open. Sign out instead.</source>
        <translation>لن يتمكن أحد من فتح قفل هذا الجهاز، لذلك يبقى مفتوحًا. يمكن تسجيل الخروج بدلًا من ذلك.</translation>
    </message>
    <message>
        <source>Your PIN opens this PC from now on, for 12 hours after each full sign-in.</source>
        <translation>يفتح رمزك السري هذا الجهاز من الآن، مدة 12 ساعة بعد كل تسجيل دخول كامل.</translation>
    </message>
    <message>
        <source>Too many wrong passwords came. Try again in a quarter of an hour.</source>
        <translation>أُدخلت كلمات مرور خاطئة كثيرة. أعد المحاولة بعد ربع ساعة.</translation>
    </message>
    <message>
        <source>This is not your password.</source>
        <translation>هذه ليست كلمة مرورك.</translation>
    </message>
    <message>
        <source>This PC cannot check your password now. Lock it, unlock it with your password, then try again.</source>
        <translation>لا يمكن لهذا الجهاز التحقق من كلمة مرورك الآن. اقفله وافتحه بكلمة مرورك ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The new passphrase opens this PC from its next start on.</source>
        <translation>عبارة المرور الجديدة تفتح هذا الجهاز ابتداءً من التشغيل القادم.</translation>
    </message>
    <message>
        <source>Sign out with unsent actions? They stay on this PC and are sent in your name.</source>
        <translation>تسجيل الخروج مع وجود إجراءات غير مرسلة؟ ستبقى على هذا الجهاز وتُرسل باسمك.</translation>
    </message>
    <message>
        <source>Sign out with unsent actions? This PC cannot keep them: they are sent when you sign in here again, and lost when the program is closed.</source>
        <translation>تسجيل الخروج مع وجود إجراءات غير مرسلة؟ لا يمكن لهذا الجهاز حفظها: تُرسل عندما تسجّل الدخول هنا من جديد، وتضيع عند إغلاق البرنامج.</translation>
    </message>
    <message>
        <source>Close with unsent actions? This PC cannot keep them: they would be lost.</source>
        <translation>الإغلاق مع وجود إجراءات غير مرسلة؟ لا يستطيع هذا الجهاز حفظها وستضيع.</translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>الإغلاق وفقدانها</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>. Collect the paper.</source>
        <comment>behind a sentence</comment>
        <translation>. استعِد الورقة.</translation>
    </message>
    <message>
        <source>. What was spoken cannot be taken back.</source>
        <comment>behind a sentence</comment>
        <translation>. ما قيل بالصوت لا يمكن التراجع عنه.</translation>
    </message>
</context>
<context>
    <name>AuditView</name>
    <message>
        <source>Records</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>سجل التدقيق</translation>
    </message>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>About (id)</source>
        <translation>المعرّف المعني</translation>
    </message>
    <message>
        <source>User</source>
        <translation>المستخدم</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>الإجراء</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>About</source>
        <translation>يتعلق بـ</translation>
    </message>
    <message>
        <source>PC</source>
        <translation>المحطة</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>الجميع</translation>
    </message>
    <message>
        <source>Every act</source>
        <translation>كل الإجراءات</translation>
    </message>
    <message>
        <source>Exchange this key: {part}?</source>
        <translation>تبديل هذا المفتاح: {part}؟</translation>
    </message>
    <message>
        <source>A new key is used from now on. People work on meanwhile. Its recovery copy is then shown once.</source>
        <translation>يُستعمل مفتاح جديد من الآن، ويستمر العمل في أثناء ذلك. وتُعرض نسخة استرداده بعدها مرة واحدة.</translation>
    </message>
    <message>
        <source>Exchange the key</source>
        <translation>تبديل المفتاح</translation>
    </message>
    <message>
        <source>Show the recovery copies now?</source>
        <translation>عرض نسخ الاسترداد الآن؟</translation>
    </message>
    <message>
        <source>Each is shown once only. Have a printer ready, and nobody else at the screen. It is recorded.</source>
        <translation>تُعرض كل نسخة مرة واحدة فقط. جهّز طابعة، ولا يكن أحد غيرك أمام الشاشة. ويُسجَّل ذلك.</translation>
    </message>
    <message>
        <source>Show the copies</source>
        <translation>عرض النسخ</translation>
    </message>
    <message>
        <source>Loading the records…</source>
        <translation>جارٍ تحميل السجلات…</translation>
    </message>
    <message>
        <source>No result for “{q}”. Clear the search to see all records.</source>
        <translation>لا نتيجة لـ «{q}». امسح البحث لعرض كل السجلات.</translation>
    </message>
    <message>
        <source>No records match. Clear the filters to see all.</source>
        <translation>لا سجلات مطابقة. امسح عوامل التصفية لعرض الكل.</translation>
    </message>
    <message>
        <source>Select a record first.</source>
        <translation>اختر سجلًا أولًا.</translation>
    </message>
    <message>
        <source>The chain is being checked.</source>
        <translation>جارٍ فحص السلسلة.</translation>
    </message>
    <message>
        <source>The file is being saved.</source>
        <translation>جارٍ حفظ الملف.</translation>
    </message>
    <message>
        <source>These are all.</source>
        <translation>هذه كل السجلات.</translation>
    </message>
    <message>
        <source>No filter is set.</source>
        <translation>لا عوامل تصفية.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>تطبيق</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Older records</source>
        <translation>سجلات أقدم</translation>
    </message>
    <message>
        <source>Check the chain</source>
        <translation>فحص السلسلة</translation>
    </message>
    <message>
        <source>Export signed CSV…</source>
        <translation>تصدير ملف CSV موقّع…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Exchange for a new key…</source>
        <translation>تبديل بمفتاح جديد…</translation>
    </message>
    <message>
        <source>Show the recovery copies…</source>
        <translation>عرض نسخ الاسترداد…</translation>
    </message>
    <message>
        <source>Open the list of the keys first.</source>
        <translation>افتح قائمة المفاتيح أولًا.</translation>
    </message>
    <message>
        <source>Every recovery copy was shown before.</source>
        <translation>عُرضت كل نسخ الاسترداد من قبل.</translation>
    </message>
    <message>
        <source>The server has not answered yet.</source>
        <translation>لم يجب الخادم بعد.</translation>
    </message>
    <message>
        <source>Select a key first.</source>
        <translation>اختر مفتاحًا أولًا.</translation>
    </message>
    <message>
        <source>This key is not exchanged while people work.</source>
        <translation>لا يُبدَّل هذا المفتاح في أثناء العمل.</translation>
    </message>
    <message>
        <source>This key is being exchanged already.</source>
        <translation>هذا المفتاح قيد التبديل.</translation>
    </message>
</context>
<context>
    <name>AuditWords</name>
    <message>
        <source>A date is written as 2026-11-23.</source>
        <translation>يُكتب التاريخ هكذا: 2026-11-23.</translation>
    </message>
    <message>
        <source>The entry was copied.</source>
        <translation>نُسخ السجل.</translation>
    </message>
    <message>
        <source>The recovery copies were printed.</source>
        <translation>طُبعت نسخ الاسترداد.</translation>
    </message>
    <message>
        <source>The printer did not take the copies. Write them down by hand.</source>
        <translation>تعذّرت طباعة النسخ. اكتبها بخط اليد.</translation>
    </message>
    <message>
        <source>The new key is in use. What stands is brought over while people work.</source>
        <translation>المفتاح الجديد قيد الاستعمال. تُنقل البيانات القائمة إليه في أثناء العمل.</translation>
    </message>
    <message>
        <source>Every recovery copy was shown before. Exchange a key to get a copy of the new one.</source>
        <translation>عُرضت كل نسخ الاسترداد من قبل. بدّل مفتاحًا للحصول على نسخة من الجديد.</translation>
    </message>
    <message>
        <source>The password is not correct. Nothing was changed.</source>
        <translation>كلمة المرور غير صحيحة. لم يتغير شيء.</translation>
    </message>
    <message>
        <source>This key is being exchanged already. Wait until that is finished.</source>
        <translation>هذا المفتاح قيد التبديل. انتظر حتى يكتمل.</translation>
    </message>
    <message>
        <source>{part}: refused</source>
        <translation>{part}: مرفوض</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>سطر الأوامر</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>Records ({n})</source>
        <translation>السجلات ({n})</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>المحطة</translation>
    </message>
    <message>
        <source>About</source>
        <translation>يتعلق بـ</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>البصمة</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>الأدوار</translation>
    </message>
    <message>
        <source>Clinics</source>
        <translation>العيادات</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>السماح بالدخول</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Refused because</source>
        <translation>سبب الرفض</translation>
    </message>
    <message>
        <source>Examinees</source>
        <translation>المراجعون</translation>
    </message>
    <message>
        <source>Examinees&apos; ids</source>
        <translation>معرّفات المراجعين</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>عدد المرات</translation>
    </message>
    <message>
        <source>From address</source>
        <translation>من العنوان</translation>
    </message>
    <message>
        <source>By the machine&apos;s user</source>
        <translation>مستخدم الجهاز</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>المسار</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>الخلل</translation>
    </message>
    <message>
        <source>At entry</source>
        <translation>عند السجل</translation>
    </message>
    <message>
        <source>Until entry</source>
        <translation>حتى السجل</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>المفاتيح</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>الصفوف</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>مفعّل</translation>
    </message>
    <message>
        <source>Granted</source>
        <translation>ممنوح</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>الإجراء</translation>
    </message>
    <message>
        <source>Entries lost</source>
        <translation>سجلات مفقودة</translation>
    </message>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>الإجراء</translation>
    </message>
    <message>
        <source>Only checked</source>
        <translation>فحص فقط</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>الأسطر</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>أُضيف</translation>
    </message>
    <message>
        <source>User</source>
        <translation>المستخدم</translation>
    </message>
    <message>
        <source>{part} → {later}</source>
        <translation>{part} ← {later}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>no</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>Reception</source>
        <translation>الاستقبال</translation>
    </message>
    <message>
        <source>Clinician</source>
        <translation>الطبيب</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>المشرف</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>مدير النظام</translation>
    </message>
    <message>
        <source>Kiosk</source>
        <translation>جهاز التسجيل الذاتي</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>شاشة الانتظار</translation>
    </message>
    <message>
        <source>Checking the chain: {n} of {most} entries…</source>
        <translation>جارٍ فحص السلسلة: {n} من {most} سجل…</translation>
    </message>
    <message>
        <source>The chain was not checked yet.</source>
        <translation>لم تُفحص السلسلة بعد.</translation>
    </message>
    <message>
        <source>Chain intact: {n} entries, checked {time}</source>
        <translation>السلسلة سليمة: {n} سجل، فُحصت {time}</translation>
    </message>
    <message>
        <source>{part} Found {time}. Tell whoever answers for security.</source>
        <translation>{part} اكتُشف ذلك {time}. أبلغ المسؤول عن أمن المعلومات.</translation>
    </message>
    <message>
        <source>Entry {n} was changed afterwards.</source>
        <translation>عُدّل السجل {n} بعد كتابته.</translation>
    </message>
    <message>
        <source>Entries {n} to {most} were deleted.</source>
        <translation>حُذفت السجلات من {n} إلى {most}.</translation>
    </message>
    <message>
        <source>Entry {n} was deleted.</source>
        <translation>حُذف السجل {n}.</translation>
    </message>
    <message>
        <source>Entry {n} was put in afterwards.</source>
        <translation>أُدخل السجل {n} لاحقًا.</translation>
    </message>
    <message>
        <source>Entries were exchanged, from {n} on.</source>
        <translation>بُدّل ترتيب السجلات ابتداءً من {n}.</translation>
    </message>
    <message>
        <source>The end is missing: entries {n} to {most}. Or this is an older database.</source>
        <translation>النهاية مفقودة: السجلات من {n} إلى {most}، أو أن قاعدة البيانات أقدم.</translation>
    </message>
    <message>
        <source>This is another record than the one that was written here, from entry {n} on.</source>
        <translation>هذا سجل غير الذي كُتب هنا، ابتداءً من السجل {n}.</translation>
    </message>
    <message>
        <source>The seal on the last entry ({n}) is not ours.</source>
        <translation>ختم السجل الأخير ({n}) ليس ختمنا.</translation>
    </message>
    <message>
        <source>The seal on the last entry ({n}) is missing.</source>
        <translation>ختم السجل الأخير ({n}) مفقود.</translation>
    </message>
    <message>
        <source>The record was changed at entry {n}.</source>
        <translation>غُيّر السجل عند {n}.</translation>
    </message>
    <message>
        <source>Examinees&apos; data</source>
        <translation>بيانات المراجعين</translation>
    </message>
    <message>
        <source>Search by number</source>
        <translation>البحث بالرقم</translation>
    </message>
    <message>
        <source>Sign-ins</source>
        <translation>تسجيلات الدخول</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>قاعدة البيانات</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>سجل التدقيق</translation>
    </message>
    <message>
        <source>Exit PINs and patient pages</source>
        <translation>رموز الخروج وصفحات المراجعين</translation>
    </message>
    <message>
        <source>A new one is taken into use…</source>
        <translation>جارٍ بدء استعمال مفتاح جديد…</translation>
    </message>
    <message>
        <source>Being exchanged: {n} %</source>
        <translation>قيد التبديل: {n}٪</translation>
    </message>
    <message>
        <source>The old one is valid until its sign-ins run out</source>
        <translation>القديم صالح حتى تنتهي جلساته</translation>
    </message>
    <message numerus="yes">
        <source>In use, %n older kept</source>
        <translation>
            <numerusform>قيد الاستعمال، لا مفاتيح أقدم محفوظة</numerusform>
            <numerusform>قيد الاستعمال، ومفتاح أقدم محفوظ</numerusform>
            <numerusform>قيد الاستعمال، ومفتاحان أقدم محفوظان</numerusform>
            <numerusform>قيد الاستعمال، و%n مفاتيح أقدم محفوظة</numerusform>
            <numerusform>قيد الاستعمال، و%n مفتاحًا أقدم محفوظًا</numerusform>
            <numerusform>قيد الاستعمال، و%n مفتاح أقدم محفوظ</numerusform>
        </translation>
    </message>
    <message>
        <source>In use</source>
        <translation>قيد الاستعمال</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>عُرضت</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>ليس بعد</translation>
    </message>
</context>
<context>
    <name>BackupWords</name>
    <message>
        <source>{n} bytes</source>
        <translation>{n} بايت</translation>
    </message>
    <message>
        <source>{n} KB</source>
        <translation>{n} ك.ب</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n} م.ب</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n} غ.ب</translation>
    </message>
    <message>
        <source>{n} TB</source>
        <translation>{n} ت.ب</translation>
    </message>
    <message>
        <source>by schedule</source>
        <translation>مجدولة</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>يدوية</translation>
    </message>
    <message>
        <source>before a restore</source>
        <translation>قبل استعادة</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>تم التحقق</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>لم تُفحص</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>فشلت</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>المجلد</translation>
    </message>
    <message>
        <source>second place</source>
        <translation>المكان الثاني</translation>
    </message>
    <message>
        <source>S3 store</source>
        <translation>مخزن S3</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>الآن</translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>قبل أقل من ساعة</numerusform>
            <numerusform>منذ ساعة</numerusform>
            <numerusform>منذ ساعتين</numerusform>
            <numerusform>منذ %n ساعات</numerusform>
            <numerusform>منذ %n ساعة</numerusform>
            <numerusform>منذ %n ساعة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>اليوم</numerusform>
            <numerusform>منذ يوم</numerusform>
            <numerusform>منذ يومين</numerusform>
            <numerusform>منذ %n أيام</numerusform>
            <numerusform>منذ %n يومًا</numerusform>
            <numerusform>منذ %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>The database of the server is destroyed. Restore a backup.</source>
        <translation>قاعدة بيانات الخادم تالفة. استعد نسخة احتياطية.</translation>
    </message>
    <message>
        <source>Asking the server for its backups…</source>
        <translation>يجري سؤال الخادم عن نسخه الاحتياطية…</translation>
    </message>
    <message>
        <source>The data is not safe: there is no good backup. Make one now.</source>
        <translation>البيانات غير محمية: لا توجد نسخة سليمة. أنشئ نسخة الآن.</translation>
    </message>
    <message>
        <source>The data is safe. Last good backup {part} ({time}).</source>
        <translation>البيانات محمية. آخر نسخة سليمة {part} ({time}).</translation>
    </message>
    <message>
        <source>Last good backup {part} ({time}). {later}</source>
        <translation>آخر نسخة سليمة {part} ({time}). {later}</translation>
    </message>
    <message numerus="yes">
        <source>Target: every %n hours.</source>
        <translation>
            <numerusform>الهدف: باستمرار.</numerusform>
            <numerusform>الهدف: كل ساعة.</numerusform>
            <numerusform>الهدف: كل ساعتين.</numerusform>
            <numerusform>الهدف: كل %n ساعات.</numerusform>
            <numerusform>الهدف: كل %n ساعة.</numerusform>
            <numerusform>الهدف: كل %n ساعة.</numerusform>
        </translation>
    </message>
    <message>
        <source>Next: {time}</source>
        <translation>التالية: {time}</translation>
    </message>
    <message>
        <source>What happens after a backup is not kept with the backups. {part}</source>
        <translation>لا يُحفظ ما يحدث بعد النسخة مع النسخ. {part}</translation>
    </message>
    <message>
        <source>What happens after a backup is not kept with the backups</source>
        <translation>لا يُحفظ ما يحدث بعد النسخة مع النسخ</translation>
    </message>
    <message>
        <source>What happens after a backup is kept with the backups at once</source>
        <translation>يُحفظ ما يحدث بعد النسخة مع النسخ فورًا</translation>
    </message>
    <message numerus="yes">
        <source>What happens after a backup is kept with the backups %n seconds later</source>
        <translation>
            <numerusform>يُحفظ ما يحدث بعد النسخة مع النسخ فورًا</numerusform>
            <numerusform>يُحفظ ما يحدث بعد النسخة مع النسخ بعد ثانية</numerusform>
            <numerusform>يُحفظ ما يحدث بعد النسخة مع النسخ بعد ثانيتين</numerusform>
            <numerusform>يُحفظ ما يحدث بعد النسخة مع النسخ بعد %n ثوانٍ</numerusform>
            <numerusform>يُحفظ ما يحدث بعد النسخة مع النسخ بعد %n ثانية</numerusform>
            <numerusform>يُحفظ ما يحدث بعد النسخة مع النسخ بعد %n ثانية</numerusform>
        </translation>
    </message>
    <message>
        <source>No backup was restored for a test yet</source>
        <translation>لم تُستعد أي نسخة للتجربة بعد</translation>
    </message>
    <message>
        <source>Test restore {time}: passed</source>
        <translation>استعادة تجريبية {time}: ناجحة</translation>
    </message>
    <message>
        <source>Test restore {time}: not passed</source>
        <translation>استعادة تجريبية {time}: لم تنجح</translation>
    </message>
    <message>
        <source>The one of {time} failed. {part}</source>
        <translation>فشلت نسخة {time}. {part}</translation>
    </message>
    <message>
        <source>{where}: {part}</source>
        <translation>{where}: {part}</translation>
    </message>
    <message>
        <source>One is being made now.</source>
        <translation>يجري إنشاء نسخة الآن.</translation>
    </message>
    <message>
        <source>None was ever made here.</source>
        <translation>لم تُنشأ أي نسخة هنا من قبل.</translation>
    </message>
    <message>
        <source>All backups are on the same disk as the data: if it breaks, both are lost. Name a second place on another disk, or a store.</source>
        <translation>جميع النسخ الاحتياطية على القرص نفسه الذي فيه البيانات: إن تلف ضاع الاثنان. حدّد مكانًا ثانيًا على قرص آخر أو مخزنًا.</translation>
    </message>
    <message>
        <source>The server was off, or busy, when it was due. It makes one by itself soon; or back up now.</source>
        <translation>كان الخادم متوقفًا أو مشغولًا في موعدها. سينشئ نسخة تلقائيًا قريبًا، أو أنشئ نسخة الآن.</translation>
    </message>
    <message>
        <source>Calling it off…</source>
        <translation>يجري الإلغاء…</translation>
    </message>
    <message>
        <source>Backing up; work goes on…</source>
        <translation>يجري النسخ الاحتياطي والعمل مستمر…</translation>
    </message>
    <message>
        <source>Reading a backup back…</source>
        <translation>تجري قراءة النسخة للتحقق منها…</translation>
    </message>
    <message>
        <source>Restoring a backup for a test…</source>
        <translation>تجري استعادة تجريبية…</translation>
    </message>
    <message>
        <source>Copying a backup…</source>
        <translation>يجري نسخ النسخة إلى المجلد…</translation>
    </message>
    <message>
        <source>Saving a backup on this PC…</source>
        <translation>يجري حفظ النسخة على هذا الجهاز…</translation>
    </message>
    <message>
        <source>{part} {least} of {most}</source>
        <translation>{part} {least} من {most}</translation>
    </message>
    <message>
        <source>Encrypted with a key of its own.</source>
        <translation>مشفّرة بمفتاح خاص بها.</translation>
    </message>
    <message>
        <source>Encrypted; recovery key {id} is printed.</source>
        <translation>مشفّرة، ومفتاح الاسترداد {id} مطبوع.</translation>
    </message>
    <message>
        <source>Encrypted; recovery key {id} is not printed yet. Without it no backup opens on another PC.</source>
        <translation>مشفّرة، ومفتاح الاسترداد {id} لم يُطبع بعد. من دونه لا تُفتح أي نسخة على جهاز آخر.</translation>
    </message>
</context>
<context>
    <name>BackupsView</name>
    <message>
        <source>Backups and restore</source>
        <translation>النسخ الاحتياطية والاستعادة</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>المكان</translation>
    </message>
    <message>
        <source>Delete the backup of {time}?</source>
        <translation>حذف نسخة {time}؟</translation>
    </message>
    <message>
        <source>Delete the backup</source>
        <translation>حذف النسخة</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>الإبقاء عليها</translation>
    </message>
    <message>
        <source>It goes from every place ({where}), for good. The centre itself is not touched.</source>
        <translation>تُحذف من كل مكان ({where}) نهائيًا. ولا يتأثر المركز نفسه.</translation>
    </message>
    <message>
        <source>Show the recovery key now?</source>
        <translation>عرض مفتاح الاسترداد الآن؟</translation>
    </message>
    <message>
        <source>Show the key</source>
        <translation>عرض المفتاح</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>ليس الآن</translation>
    </message>
    <message>
        <source>It opens every backup where nothing else of the centre is left. The server tells it once only. Have a printer ready, or paper and pen, and nobody else at the screen.</source>
        <translation>يفتح كل نسخة عندما لا يبقى شيء آخر من المركز. لا يعرضه الخادم إلا مرة واحدة. جهّز طابعة، أو ورقة وقلمًا، وتأكّد أن لا أحد غيرك أمام الشاشة.</translation>
    </message>
    <message>
        <source>No result for “{q}”. Clear the search to see all backups.</source>
        <translation>لا نتائج لـ «{q}». امسح البحث لعرض كل النسخ.</translation>
    </message>
    <message>
        <source>No backups yet. Make the first one now.</source>
        <translation>لا نسخ احتياطية بعد. أنشئ النسخة الأولى الآن.</translation>
    </message>
    <message>
        <source>Loading the backups…</source>
        <translation>يجري تحميل النسخ…</translation>
    </message>
    <message>
        <source>Not while the centre&apos;s data cannot be read.</source>
        <translation>غير متاح ما دامت بيانات المركز غير مقروءة.</translation>
    </message>
    <message>
        <source>Select a backup first.</source>
        <translation>اختر نسخة أولًا.</translation>
    </message>
    <message>
        <source>This is the last good backup and stays.</source>
        <translation>هذه آخر نسخة سليمة وتبقى محفوظة.</translation>
    </message>
    <message>
        <source>There is no good backup to restore.</source>
        <translation>لا توجد نسخة سليمة للاستعادة.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>نسخ احتياطي الآن</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>استعادة…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>تحقّق</translation>
    </message>
    <message>
        <source>Copy to a folder…</source>
        <translation>نسخ إلى مجلد…</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>حفظ كملف…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>حذف…</translation>
    </message>
    <message>
        <source>Call off</source>
        <translation>إلغاء العملية</translation>
    </message>
    <message>
        <source>This cannot be called off now.</source>
        <translation>لا يمكن إلغاء هذا الآن.</translation>
    </message>
    <message>
        <source>Print the recovery key…</source>
        <translation>طباعة مفتاح الاسترداد…</translation>
    </message>
    <message>
        <source>Way into an S3 store…</source>
        <translation>مفتاح مخزن S3…</translation>
    </message>
    <message>
        <source>The server has not answered yet.</source>
        <translation>لم يُجب الخادم بعد.</translation>
    </message>
    <message>
        <source>Something is being done already.</source>
        <translation>تجري عملية أخرى الآن.</translation>
    </message>
</context>
<context>
    <name>Bell</name>
    <message>
        <source>Severe alert: {what}</source>
        <translation>تنبيه خطير: {what}</translation>
    </message>
</context>
<context>
    <name>BoardDialog</name>
    <message>
        <source>Waiting board</source>
        <translation>شاشة الانتظار</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
    <message>
        <source>A new board</source>
        <translation>شاشة انتظار جديدة</translation>
    </message>
    <message>
        <source>Pair it anew</source>
        <translation>ربطها من جديد</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Make a code</source>
        <translation>إنشاء رمز</translation>
    </message>
    <message>
        <source>The board goes on as it is until the new code is typed at it; then the old screen shows nothing more. What is chosen here is true at once.</source>
        <translation>تبقى الشاشة كما هي إلى أن يُكتب الرمز الجديد عليها، ثم تتوقف الشاشة القديمة عن العرض. وما يُختار هنا يسري حالًا.</translation>
    </message>
    <message>
        <source>Name, such as Hall A</source>
        <translation>الاسم، مثل: الصالة أ</translation>
    </message>
    <message>
        <source>Hall; boards of one hall share one voice</source>
        <translation>الصالة؛ لشاشات الصالة الواحدة صوت واحد</translation>
    </message>
    <message>
        <source>Clinics; none: the whole centre</source>
        <translation>العيادات؛ بلا اختيار: المركز كله</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>تنطق</translation>
    </message>
    <message>
        <source>Type a name of 1 to 80 characters.</source>
        <translation>اكتب اسمًا من 1 إلى 80 حرفًا.</translation>
    </message>
    <message>
        <source>There is a board of this name. Pair that one anew, or choose another name.</source>
        <translation>توجد شاشة بهذا الاسم. اربطها من جديد أو اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>At most 80 characters.</source>
        <translation>80 حرفًا على الأكثر.</translation>
    </message>
    <message>
        <source>Shows</source>
        <translation>تعرض</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>الشاشة</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>الصوت</translation>
    </message>
    <message>
        <source>A hall needs one voice only. Choose Silent where another board speaks already.</source>
        <translation>تكفي القاعة شاشة واحدة ناطقة. اختر «صامتة» إن كانت فيها شاشة تنطق.</translation>
    </message>
    <message>
        <source>The whole centre</source>
        <translation>المركز كله</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>صامتة</translation>
    </message>
    <message>
        <source>Says the calls</source>
        <translation>تنطق النداء</translation>
    </message>
</context>
<context>
    <name>BoardWindow</name>
    <message>
        <source>Waiting board</source>
        <translation>شاشة الانتظار</translation>
    </message>
</context>
<context>
    <name>Boards</name>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Shows</source>
        <translation>تعرض</translation>
    </message>
    <message>
        <source>Paired</source>
        <translation>مربوطة</translation>
    </message>
    <message>
        <source>Here last</source>
        <translation>آخر اتصال</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>الصوت</translation>
    </message>
    <message>
        <source>There is no board yet. Make one, then type its code at the television.</source>
        <translation>لا توجد شاشة انتظار بعد. أنشئ شاشة ثم اكتب رمزها على التلفاز.</translation>
    </message>
    <message>
        <source>A code pairs one board, once, within 10 minutes. A paired board reads what it shows and nothing else.</source>
        <translation>الرمز يربط شاشة واحدة مرة واحدة خلال 10 دقائق. الشاشة المربوطة تقرأ ما تعرضه ولا شيء غيره.</translation>
    </message>
    <message>
        <source>Waits for its code</source>
        <translation>تنتظر رمزها</translation>
    </message>
</context>
<context>
    <name>CentreStep</name>
    <message>
        <source>Folder of the centre&apos;s files</source>
        <translation>مجلد ملفات المركز</translation>
    </message>
    <message>
        <source>Password of the user “admin”</source>
        <translation>كلمة مرور المستخدم «admin»</translation>
    </message>
    <message>
        <source>The same password once more</source>
        <translation>كلمة المرور نفسها مرة أخرى</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>اختيار…</translation>
    </message>
    <message>
        <source>At least 10 characters; any letters you like. Several words are easy to remember. There is no default password and nobody can read this one back.</source>
        <translation>10 أحرف على الأقل، بأي حروف تشاء. يسهل تذكّر عدة كلمات. لا توجد كلمة مرور افتراضية، ولا يستطيع أحد قراءة هذه الكلمة لاحقًا.</translation>
    </message>
    <message>
        <source>A centre lives in this folder already. It is opened as it is, with its users and their passwords.</source>
        <translation>يوجد مركز في هذا المجلد بالفعل. سيُفتح كما هو، بمستخدميه وكلمات مرورهم.</translation>
    </message>
    <message>
        <source>Free: {n} GB</source>
        <translation>المساحة الحرة: {n} غ.ب</translation>
    </message>
</context>
<context>
    <name>ChangesStep</name>
    <message>
        <source>What</source>
        <translation>البند</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>بعدها</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>ما يتغيّر</translation>
    </message>
    <message>
        <source>Tickets by clinic</source>
        <translation>التذاكر حسب العيادة</translation>
    </message>
    <message>
        <source>Upper bar: now. Lower bar: after the restore.</source>
        <translation>الشريط الأعلى: الآن. الأسفل: بعد الاستعادة.</translation>
    </message>
    <message>
        <source>Tickets by clinic, now and after the restore</source>
        <translation>التذاكر حسب العيادة، الآن وبعد الاستعادة</translation>
    </message>
    <message>
        <source>No clinic&apos;s tickets change.</source>
        <translation>لا تتغيّر تذاكر أي عيادة.</translation>
    </message>
    <message>
        <source>Impact</source>
        <translation>الأثر</translation>
    </message>
    <message>
        <source>Work after that moment</source>
        <translation>العمل بعد تلك اللحظة</translation>
    </message>
    <message>
        <source>Desks bring it back</source>
        <translation>تعيده الأجهزة</translation>
    </message>
    <message>
        <source>Only list it; do not take it</source>
        <translation>يُدرج في قائمة ولا يُطبَّق</translation>
    </message>
</context>
<context>
    <name>CheckDrawer</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>When</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>What it has said in the last 30 days</source>
        <translation>نتائج الفحص خلال آخر 30 يومًا</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>المطلوب</translation>
    </message>
    <message>
        <source>Concerns</source>
        <translation>يخصّ</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>المقيس</translation>
    </message>
    <message>
        <source>Nothing has changed in this time.</source>
        <translation>لم يتغيّر شيء في هذه المدة.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>يجري سؤال الخادم…</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>The server reads the whole backup and counts what is in it. A large one takes a minute.</source>
        <translation>يقرأ الخادم النسخة كاملة ويحصي ما فيها. قد تستغرق النسخة الكبيرة دقيقة.</translation>
    </message>
</context>
<context>
    <name>ChooseStep</name>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>الحجم</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Good backups</source>
        <translation>النسخ السليمة</translation>
    </message>
    <message>
        <source>How far</source>
        <translation>إلى أي لحظة</translation>
    </message>
    <message>
        <source>Exactly this backup</source>
        <translation>هذه النسخة تمامًا</translation>
    </message>
    <message>
        <source>A moment after a backup</source>
        <translation>لحظة بعد نسخة</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>التاريخ والوقت</translation>
    </message>
    <message>
        <source>The last moment there is</source>
        <translation>آخر لحظة متاحة</translation>
    </message>
    <message>
        <source>Nothing after a backup is kept yet.</source>
        <translation>لم يُحفظ بعدُ شيء مما بعد النسخ.</translation>
    </message>
    <message>
        <source>There is no good backup to restore.</source>
        <translation>لا توجد نسخة سليمة للاستعادة.</translation>
    </message>
    <message>
        <source>Loading the backups…</source>
        <translation>يجري تحميل النسخ…</translation>
    </message>
</context>
<context>
    <name>ClinicView</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
</context>
<context>
    <name>ClinicWords</name>
    <message>
        <source>In room {time}</source>
        <translation>في الغرفة منذ {time}</translation>
    </message>
    <message>
        <source>Called {time} ago</source>
        <translation>النداء منذ {time}</translation>
    </message>
    <message>
        <source>One clinic only</source>
        <translation>عيادة واحدة فقط</translation>
    </message>
    <message>
        <source>{exam} · ID {number}</source>
        <translation>{exam} · الهوية {number}</translation>
    </message>
    <message>
        <source>Pathway: {n} of {total} done</source>
        <translation>المسار: أُنجز {n} من {total}</translation>
    </message>
    <message>
        <source>Afterwards: {clinic}</source>
        <translation>بعد ذلك: {clinic}</translation>
    </message>
    <message>
        <source>This is the last clinic of the visit.</source>
        <translation>هذه آخر عيادة في الزيارة.</translation>
    </message>
    <message>
        <source>Afterwards: every remaining clinic is closed now.</source>
        <translation>بعد ذلك: جميع العيادات المتبقية مغلقة الآن.</translation>
    </message>
    <message>
        <source>Current ticket {ticket}, {state}, {time}</source>
        <translation>الرقم الحالي {ticket}، {state}، {time}</translation>
    </message>
    <message>
        <source>Call next</source>
        <translation>استدعاء التالي</translation>
    </message>
    <message>
        <source>Finish and call next</source>
        <translation>إنهاء واستدعاء التالي</translation>
    </message>
    <message>
        <source>Calling…</source>
        <translation>يجري الاستدعاء…</translation>
    </message>
    <message>
        <source>The server names the person in a moment.</source>
        <translation>يحدّد الخادم المراجع بعد لحظات.</translation>
    </message>
    <message>
        <source>First confirm arrival, recall or mark no-show</source>
        <translation>أكّد الحضور أو أعد النداء أو سجّل عدم الحضور أولًا</translation>
    </message>
    <message>
        <source>No one is waiting</source>
        <translation>لا أحد في الانتظار</translation>
    </message>
    <message>
        <source>No one this PC knows of is waiting</source>
        <translation>لا أحد في الانتظار حسب ما وصل إلى هذا الجهاز</translation>
    </message>
    <message>
        <source>Next: {ticket} {name}</source>
        <translation>التالي: {ticket} {name}</translation>
    </message>
    <message>
        <source>Next: {ticket}</source>
        <translation>التالي: {ticket}</translation>
    </message>
    <message>
        <source>This clinic is closed for today. Its queue gets no new tickets.</source>
        <translation>هذه العيادة مغلقة لهذا اليوم ولا تستقبل تذاكر جديدة.</translation>
    </message>
    <message>
        <source>Paused until {time}: {reason}</source>
        <translation>متوقفة حتى {time}: {reason}</translation>
    </message>
    <message>
        <source>Paused until {time}</source>
        <translation>متوقفة حتى {time}</translation>
    </message>
    <message>
        <source>Paused: {reason}</source>
        <translation>متوقفة: {reason}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>متوقفة مؤقتًا</translation>
    </message>
    <message>
        <source>Exit PIN today: {pin}. Tell it to the examinee after the exam.</source>
        <translation>رمز الخروج اليوم: {pin}. أخبروا به المراجع بعد الفحص.</translation>
    </message>
    <message>
        <source>{clinic} · Room {room}</source>
        <translation>{clinic} · غرفة {room}</translation>
    </message>
    <message>
        <source>Close for today: {clinic}?</source>
        <translation>إغلاق لهذا اليوم: {clinic}؟</translation>
    </message>
    <message>
        <source>{waiting}. They are all moved to: {clinic}.</source>
        <translation>{waiting}. سيُنقلون جميعًا إلى: {clinic}.</translation>
    </message>
    <message>
        <source>{waiting}. They stay here, and nobody new is sent here.</source>
        <translation>{waiting}. يبقون هنا، ولا يُحال أحد جديد إلى هنا.</translation>
    </message>
    <message>
        <source>Close the clinic</source>
        <translation>إغلاق العيادة</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>إبقاؤها مفتوحة</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>إعادة النداء</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>تأكيد الحضور</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>تسجيل عدم الحضور</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>إنهاء الفحص</translation>
    </message>
    <message>
        <source>Done, refer to the committee</source>
        <translation>إنهاء وإحالة إلى اللجنة</translation>
    </message>
    <message>
        <source>Transfer…</source>
        <translation>تحويل…</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>تعليق مؤقت</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>استئناف</translation>
    </message>
    <message>
        <source>Return to queue</source>
        <translation>إعادة إلى قائمة الانتظار</translation>
    </message>
    <message>
        <source>Call a different number…</source>
        <translation>استدعاء رقم آخر…</translation>
    </message>
    <message>
        <source>Pause clinic</source>
        <translation>إيقاف العيادة مؤقتًا</translation>
    </message>
    <message>
        <source>Close clinic…</source>
        <translation>إغلاق العيادة…</translation>
    </message>
    <message>
        <source>Open the clinic</source>
        <translation>فتح العيادة</translation>
    </message>
</context>
<context>
    <name>ClinicsCard</name>
    <message>
        <source>Clinics</source>
        <translation>العيادات</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>متوقفة</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>مغلقة</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Wait.</source>
        <comment>waiting, in a narrow column</comment>
        <translation>انتظار</translation>
    </message>
</context>
<context>
    <name>ClinicsView</name>
    <message>
        <source>Keep the draft</source>
        <translation>حفظ المسودة</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>نشر…</translation>
    </message>
    <message>
        <source>Drop the draft</source>
        <translation>ترك المسودة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>إلى أعلى</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>إلى أسفل</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>لا نتائج.</translation>
    </message>
    <message>
        <source>Centre file</source>
        <translation>ملف المركز</translation>
    </message>
    <message>
        <source>Centre file (*.json)</source>
        <translation>ملف المركز (‎*.json)</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>الغرف</translation>
    </message>
    <message>
        <source>Stops</source>
        <translation>المحطات</translation>
    </message>
    <message>
        <source>New clinic…</source>
        <translation>عيادة جديدة…</translation>
    </message>
    <message>
        <source>New exam type…</source>
        <translation>نوع فحص جديد…</translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation>لا يمكن الوصول إلى الخادم.</translation>
    </message>
    <message>
        <source>First mend what is marked.</source>
        <translation>أصلح أولاً ما هو معلَّم.</translation>
    </message>
    <message>
        <source>There is no draft.</source>
        <translation>لا توجد مسودة.</translation>
    </message>
    <message>
        <source>Take in a centre file…</source>
        <translation>إدخال ملف مركز…</translation>
    </message>
    <message>
        <source>Save the centre file…</source>
        <translation>حفظ ملف المركز…</translation>
    </message>
    <message>
        <source>Select one in the list first.</source>
        <translation>اختر عنصرًا من القائمة أولًا.</translation>
    </message>
    <message>
        <source>It is the first already.</source>
        <translation>هو الأول أصلًا.</translation>
    </message>
    <message>
        <source>It is the last already.</source>
        <translation>هو الأخير أصلًا.</translation>
    </message>
</context>
<context>
    <name>ClinicsWords</name>
    <message>
        <source>Clinics</source>
        <translation>العيادات</translation>
    </message>
    <message>
        <source>Exam types and pathways</source>
        <translation>أنواع الفحص والمسارات</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>المركز</translation>
    </message>
    <message>
        <source>Publications</source>
        <translation>عمليات النشر</translation>
    </message>
    <message>
        <source>There is no such time zone. Write it as Asia/Riyadh.</source>
        <translation>لا توجد منطقة زمنية بهذا الاسم. اكتبها هكذا: Asia/Riyadh.</translation>
    </message>
    <message>
        <source>Write a time as 07:30.</source>
        <translation>اكتب الوقت هكذا: 07:30.</translation>
    </message>
    <message>
        <source>There is no such day: {what}.</source>
        <translation>لا يوجد يوم كهذا: {what}.</translation>
    </message>
    <message>
        <source>The centre needs a language.</source>
        <translation>يحتاج المركز إلى لغة.</translation>
    </message>
    <message>
        <source>Write the address as https://queue.example.org, without a path.</source>
        <translation>اكتب العنوان هكذا: https://queue.example.org، دون مسار.</translation>
    </message>
    <message>
        <source>A name is missing: {what}.</source>
        <translation>اسم ناقص: {what}.</translation>
    </message>
    <message>
        <source>The centre needs a clinic.</source>
        <translation>يحتاج المركز إلى عيادة.</translation>
    </message>
    <message>
        <source>This code is there twice: {what}.</source>
        <translation>هذا الرمز مكرر: {what}.</translation>
    </message>
    <message>
        <source>A code has no spaces and none of / ? # %: {what}.</source>
        <translation>لا يحتوي الرمز على مسافات ولا على / ? # %: {what}.</translation>
    </message>
    <message>
        <source>Another clinic has this letter: {what}.</source>
        <translation>لعيادة أخرى هذا الحرف: {what}.</translation>
    </message>
    <message>
        <source>The letter is one from A to Z.</source>
        <translation>الحرف واحد من A إلى Z.</translation>
    </message>
    <message>
        <source>{what} looks like a digit or another letter. Choose another one.</source>
        <translation>{what} يشبه رقماً أو حرفاً آخر. اختر غيره.</translation>
    </message>
    <message>
        <source>There is no such floor. Choose one of the list.</source>
        <translation>لا يوجد طابق كهذا. اختر من القائمة.</translation>
    </message>
    <message>
        <source>A clinic needs a room.</source>
        <translation>تحتاج العيادة إلى غرفة.</translation>
    </message>
    <message>
        <source>Two rooms have the number {what}.</source>
        <translation>غرفتان لهما الرقم {what}.</translation>
    </message>
    <message>
        <source>The usual time is from 10 seconds to 4 hours.</source>
        <translation>الوقت المعتاد من 10 ثوانٍ إلى 4 ساعات.</translation>
    </message>
    <message>
        <source>An exam type needs a pathway, for men or for women.</source>
        <translation>يحتاج نوع الفحص إلى مسار، للرجال أو للنساء.</translation>
    </message>
    <message>
        <source>This stage has no clinic. Add one, or remove the stage.</source>
        <translation>لا عيادة في هذه المرحلة. أضف عيادة أو أزل المرحلة.</translation>
    </message>
    <message>
        <source>There is no such clinic: {what}.</source>
        <translation>لا توجد عيادة كهذه: {what}.</translation>
    </message>
    <message>
        <source>This clinic takes women only: {what}.</source>
        <translation>هذه العيادة للنساء فقط: {what}.</translation>
    </message>
    <message>
        <source>This clinic is on the pathway twice: {what}.</source>
        <translation>هذه العيادة مكررة في المسار: {what}.</translation>
    </message>
    <message>
        <source>The first number is smaller than the second, and at least 1.</source>
        <translation>الرقم الأول أصغر من الثاني، ولا يقل عن 1.</translation>
    </message>
    <message>
        <source>This number is too small or too large: {what}.</source>
        <translation>هذا الرقم أصغر أو أكبر مما ينبغي: {what}.</translation>
    </message>
    <message>
        <source>Type a number in digits.</source>
        <translation>اكتب عدداً بالأرقام.</translation>
    </message>
    <message>
        <source>{exam}: open visits keep the pathway they began with ({n}).</source>
        <translation>{exam}: تبقى الزيارات المفتوحة على المسار الذي بدأت به ({n}).</translation>
    </message>
    <message>
        <source>{exam}: open visits go on to their end ({n}); nobody new is registered for it.</source>
        <translation>{exam}: تستمر الزيارات المفتوحة إلى نهايتها ({n})، ولا يُسجَّل له أحد بعد ذلك.</translation>
    </message>
    <message>
        <source>{clinic}: new tickets begin with {code}; papers of today stay as they are.</source>
        <translation>{clinic}: تبدأ الأدوار الجديدة بالحرف {code}، وتبقى أوراق اليوم كما هي.</translation>
    </message>
    <message>
        <source>{clinic} gets a letter another clinic had: {code}. Two papers of today may say the same; better from the next day on.</source>
        <translation>تأخذ {clinic} حرفاً كان لعيادة أخرى: {code}. قد تحمل ورقتان اليوم الرقم نفسه؛ الأفضل بدءاً من اليوم التالي.</translation>
    </message>
    <message>
        <source>The draft is kept. Nothing has changed for anybody yet.</source>
        <translation>حُفظت المسودة. لم يتغير شيء لأحد بعد.</translation>
    </message>
    <message>
        <source>The draft is dropped; it can be found under Publications.</source>
        <translation>تُركت المسودة، ويمكن إيجادها ضمن عمليات النشر.</translation>
    </message>
    <message>
        <source>Not yet: {n} faults are still in it, each marked at its line.</source>
        <translation>ليس بعد: ما زالت فيها أخطاء ({n})، كل منها معلَّم عند سطره.</translation>
    </message>
    <message>
        <source>Nothing to publish: the draft is what holds already.</source>
        <translation>لا شيء للنشر: المسودة هي الساري نفسه.</translation>
    </message>
    <message>
        <source>Published. Every console has it now.</source>
        <translation>نُشر. وصل الآن إلى كل الأجهزة.</translation>
    </message>
    <message>
        <source>It is published at its moment, also if the server starts anew until then.</source>
        <translation>يُنشر في وقته، حتى إن أعيد تشغيل الخادم قبل ذلك.</translation>
    </message>
    <message>
        <source>It is not published. It is a draft again.</source>
        <translation>لن يُنشر. صار مسودة من جديد.</translation>
    </message>
    <message>
        <source>It is the draft now. Look at it, then publish it.</source>
        <translation>هذه هي المسودة الآن. راجعها ثم انشرها.</translation>
    </message>
    <message>
        <source>This is no centre file: {what}</source>
        <translation>ليس هذا ملف مركز: {what}</translation>
    </message>
    <message>
        <source>The file is the draft now, with {n} faults. Nothing is published yet.</source>
        <translation>الملف هو المسودة الآن، وعدد أخطائه {n}. لم يُنشر شيء بعد.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>جارٍ التحميل…</translation>
    </message>
    <message>
        <source>Changes here that are not kept yet.</source>
        <translation>هنا تغييرات لم تُحفظ بعد.</translation>
    </message>
    <message>
        <source>Draft, kept by {by} at {time}. Nothing has changed for anybody yet.</source>
        <translation>مسودة حفظها {by} عند {time}. لم يتغير شيء لأحد بعد.</translation>
    </message>
    <message>
        <source>This is what holds. Changes become a draft, and hold when they are published.</source>
        <translation>هذا هو الساري. تصبح التغييرات مسودة، وتسري حين تُنشر.</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>Refused: {what}</source>
        <translation>رُفض: {what}</translation>
    </message>
    <message>
        <source>Cancelled by {by}</source>
        <translation>ألغاه {by}</translation>
    </message>
    <message>
        <source>Waits for its moment</source>
        <translation>ينتظر وقته</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>نُشر</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>بلا تغييرات</numerusform>
            <numerusform>تغيير واحد</numerusform>
            <numerusform>تغييران</numerusform>
            <numerusform>%n تغييرات</numerusform>
            <numerusform>%n تغييراً</numerusform>
            <numerusform>%n تغيير</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>A new clinic</source>
        <translation>عيادة جديدة</translation>
    </message>
    <message>
        <source>A new exam type</source>
        <translation>نوع فحص جديد</translation>
    </message>
    <message>
        <source>A new floor</source>
        <translation>طابق جديد</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Code, such as eyes_2; it never changes</source>
        <translation>الرمز، مثل eyes_2، ولا يتغير أبداً</translation>
    </message>
    <message>
        <source>This code is there already.</source>
        <translation>هذا الرمز موجود.</translation>
    </message>
    <message>
        <source>Small letters a to z, digits, - and _ only.</source>
        <translation>حروف صغيرة من a إلى z وأرقام و - و _ فقط.</translation>
    </message>
    <message>
        <source>Code of the board {name}</source>
        <translation>رمز الشاشة {name}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Type it at the screen, once. It is not shown again.</source>
        <translation>اكتبه على الشاشة مرة واحدة. لن يُعرض ثانية.</translation>
    </message>
    <message>
        <source>Good for {time} more.</source>
        <translation>يصلح لمدة {time} أخرى.</translation>
    </message>
    <message>
        <source>The code is too old. Make a new one.</source>
        <translation>انتهت مدة الرمز. أنشئ رمزًا جديدًا.</translation>
    </message>
</context>
<context>
    <name>ConfirmStep</name>
    <message>
        <source>Three things are asked for, because Ctrl+Z does not take this back:</source>
        <translation>يُطلب تأكيد ثلاثي لأن هذا الإجراء لا يُلغى بزر التراجع:</translation>
    </message>
    <message>
        <source>2. Your password</source>
        <translation>2. كلمة مرورك</translation>
    </message>
    <message>
        <source>3. Reason, for the audit record</source>
        <translation>3. السبب، لسجل التدقيق</translation>
    </message>
    <message>
        <source>1. Type the centre&apos;s code: {code}</source>
        <translation>1. اكتب رمز المركز: {code}</translation>
    </message>
</context>
<context>
    <name>Consoles</name>
    <message>
        <source>Letter</source>
        <translation>الحرف</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Here last</source>
        <translation>آخر اتصال</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>سُجّلت</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>No console has signed in yet.</source>
        <translation>لم تسجّل أي محطة الدخول بعد.</translation>
    </message>
    <message>
        <source>A console is there from its first sign-in on. Its letter begins the numbers it gives while the server is away, and belongs to it alone.</source>
        <translation>تظهر المحطة منذ أول تسجيل دخول عليها. بحرفها تبدأ الأرقام التي تصدرها أثناء انقطاع الخادم، وهو لها وحدها.</translation>
    </message>
    <message>
        <source>{name} (this PC)</source>
        <translation>{name} (هذا الحاسوب)</translation>
    </message>
</context>
<context>
    <name>CopiesDialog</name>
    <message>
        <source>Recovery copies of the keys</source>
        <translation>نسخ استرداد المفاتيح</translation>
    </message>
    <message>
        <source>They are on paper: close</source>
        <translation>هي على الورق: إغلاق</translation>
    </message>
    <message>
        <source>Shown once. Whoever has these and the database can read everything: put the paper into a safe, away from the server. The recovery plan says how they are typed back.</source>
        <translation>تُعرض مرة واحدة. من يملكها مع قاعدة البيانات يقرأ كل شيء: ضع الورقة في خزنة بعيدًا عن الخادم. تبيّن خطة الاسترداد كيف تُكتب من جديد.</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>طباعة…</translation>
    </message>
</context>
<context>
    <name>CorrectionDialog</name>
    <message>
        <source>Correct the details of {ticket}</source>
        <translation>تصحيح بيانات صاحب الرقم {ticket}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>ID or service number</source>
        <translation>رقم الهوية أو رقم الخدمة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Phone, if they want messages</source>
        <translation>رقم الهاتف، لمن يريد الرسائل</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>الجنس</translation>
    </message>
    <message>
        <source>Man</source>
        <translation>رجل</translation>
    </message>
    <message>
        <source>Woman</source>
        <translation>امرأة</translation>
    </message>
    <message>
        <source>Another gender leads along another pathway; what is done stays done.</source>
        <translation>تغيير الجنس يغيّر مسار الفحوصات، ويبقى المنجز كما هو.</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message>
        <source>No one waiting</source>
        <translation>لا أحد في الانتظار</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) waiting</source>
        <translation>
            <numerusform>لا أحد في الانتظار</numerusform>
            <numerusform>مراجع واحد في الانتظار</numerusform>
            <numerusform>مراجعان في الانتظار</numerusform>
            <numerusform>%n مراجعين في الانتظار</numerusform>
            <numerusform>%n مراجعًا في الانتظار</numerusform>
            <numerusform>%n مراجع في الانتظار</numerusform>
        </translation>
    </message>
    <message>
        <source>Next in line</source>
        <translation>هو التالي</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) ahead</source>
        <translation>
            <numerusform>هو التالي</numerusform>
            <numerusform>أمامه مراجع واحد</numerusform>
            <numerusform>أمامه مراجعان</numerusform>
            <numerusform>أمامه %n مراجعين</numerusform>
            <numerusform>أمامه %n مراجعًا</numerusform>
            <numerusform>أمامه %n مراجع</numerusform>
        </translation>
    </message>
    <message>
        <source>You are next</source>
        <translation>دوركم هو التالي</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) before you</source>
        <translation>
            <numerusform>دوركم هو التالي</numerusform>
            <numerusform>قبلكم مراجع واحد</numerusform>
            <numerusform>قبلكم مراجعان</numerusform>
            <numerusform>قبلكم %n مراجعين</numerusform>
            <numerusform>قبلكم %n مراجعًا</numerusform>
            <numerusform>قبلكم %n مراجع</numerusform>
        </translation>
    </message>
    <message>
        <source>0 pending</source>
        <translation>لا إجراءات معلّقة</translation>
    </message>
    <message numerus="yes">
        <source>%n pending action(s)</source>
        <translation>
            <numerusform>لا إجراءات معلّقة</numerusform>
            <numerusform>إجراء معلّق واحد</numerusform>
            <numerusform>إجراءان معلّقان</numerusform>
            <numerusform>%n إجراءات معلّقة</numerusform>
            <numerusform>%n إجراءً معلّقًا</numerusform>
            <numerusform>%n إجراء معلّق</numerusform>
        </translation>
    </message>
    <message>
        <source>All sent</source>
        <translation>أُرسل كل شيء</translation>
    </message>
    <message numerus="yes">
        <source>%n action(s) not sent</source>
        <translation>
            <numerusform>أُرسل كل شيء</numerusform>
            <numerusform>إجراء واحد لم يُرسل</numerusform>
            <numerusform>إجراءان لم يُرسلا</numerusform>
            <numerusform>%n إجراءات لم تُرسل</numerusform>
            <numerusform>%n إجراءً لم يُرسل</numerusform>
            <numerusform>%n إجراء لم يُرسل</numerusform>
        </translation>
    </message>
    <message>
        <source>No conflicts</source>
        <translation>لا تعارضات</translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>لا تعارضات</numerusform>
            <numerusform>تعارض واحد</numerusform>
            <numerusform>تعارضان</numerusform>
            <numerusform>%n تعارضات</numerusform>
            <numerusform>%n تعارضًا</numerusform>
            <numerusform>%n تعارض</numerusform>
        </translation>
    </message>
    <message>
        <source>No alerts</source>
        <translation>لا تنبيهات</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>لا تنبيهات</numerusform>
            <numerusform>تنبيه واحد</numerusform>
            <numerusform>تنبيهان</numerusform>
            <numerusform>%n تنبيهات</numerusform>
            <numerusform>%n تنبيهًا</numerusform>
            <numerusform>%n تنبيه</numerusform>
        </translation>
    </message>
    <message>
        <source>Less than a minute</source>
        <translation>أقل من دقيقة</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>أقل من دقيقة</numerusform>
            <numerusform>دقيقة واحدة</numerusform>
            <numerusform>دقيقتان</numerusform>
            <numerusform>%n دقائق</numerusform>
            <numerusform>%n دقيقة</numerusform>
            <numerusform>%n دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes in a narrow column</comment>
        <translation>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
            <numerusform>%n د</numerusform>
        </translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>الآن</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>الآن</numerusform>
            <numerusform>منذ دقيقة</numerusform>
            <numerusform>منذ دقيقتين</numerusform>
            <numerusform>منذ %n دقائق</numerusform>
            <numerusform>منذ %n دقيقة</numerusform>
            <numerusform>منذ %n دقيقة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>نحو %n ساعة</numerusform>
            <numerusform>نحو ساعة</numerusform>
            <numerusform>نحو ساعتين</numerusform>
            <numerusform>نحو %n ساعات</numerusform>
            <numerusform>نحو %n ساعة</numerusform>
            <numerusform>نحو %n ساعة</numerusform>
        </translation>
    </message>
    <message>
        <source>Almost no wait</source>
        <translation>دون انتظار تقريبًا</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>دون انتظار تقريبًا</numerusform>
            <numerusform>نحو دقيقة</numerusform>
            <numerusform>نحو دقيقتين</numerusform>
            <numerusform>نحو %n دقائق</numerusform>
            <numerusform>نحو %n دقيقة</numerusform>
            <numerusform>نحو %n دقيقة</numerusform>
        </translation>
    </message>
    <message>
        <source>No tickets today</source>
        <translation>لم تصدر تذاكر اليوم</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) today</source>
        <translation>
            <numerusform>لم تصدر تذاكر اليوم</numerusform>
            <numerusform>صدرت تذكرة واحدة اليوم</numerusform>
            <numerusform>صدرت تذكرتان اليوم</numerusform>
            <numerusform>صدرت %n تذاكر اليوم</numerusform>
            <numerusform>صدرت %n تذكرة اليوم</numerusform>
            <numerusform>صدرت %n تذكرة اليوم</numerusform>
        </translation>
    </message>
    <message>
        <source>No clinics</source>
        <translation>لا عيادات</translation>
    </message>
    <message numerus="yes">
        <source>%n clinic(s)</source>
        <translation>
            <numerusform>لا عيادات</numerusform>
            <numerusform>عيادة واحدة</numerusform>
            <numerusform>عيادتان</numerusform>
            <numerusform>%n عيادات</numerusform>
            <numerusform>%n عيادة</numerusform>
            <numerusform>%n عيادة</numerusform>
        </translation>
    </message>
    <message>
        <source>All clinics are done</source>
        <translation>اكتملت جميع العيادات</translation>
    </message>
    <message numerus="yes">
        <source>%n clinic(s) left</source>
        <translation>
            <numerusform>اكتملت جميع العيادات</numerusform>
            <numerusform>بقيت عيادة واحدة</numerusform>
            <numerusform>بقيت عيادتان</numerusform>
            <numerusform>بقيت %n عيادات</numerusform>
            <numerusform>بقيت %n عيادة</numerusform>
            <numerusform>بقيت %n عيادة</numerusform>
        </translation>
    </message>
    <message>
        <source>No results</source>
        <translation>لا نتائج</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>لا نتائج</numerusform>
            <numerusform>نتيجة واحدة</numerusform>
            <numerusform>نتيجتان</numerusform>
            <numerusform>%n نتائج</numerusform>
            <numerusform>%n نتيجة</numerusform>
            <numerusform>%n نتيجة</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is removed</source>
        <translation>لن يُحذف أي سجل</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) are removed</source>
        <translation>
            <numerusform>لن يُحذف أي سجل</numerusform>
            <numerusform>سيُحذف سجل واحد</numerusform>
            <numerusform>سيُحذف سجلّان</numerusform>
            <numerusform>ستُحذف %n سجلات</numerusform>
            <numerusform>سيُحذف %n سجلًا</numerusform>
            <numerusform>سيُحذف %n سجل</numerusform>
        </translation>
    </message>
    <message>
        <source>No attempts left</source>
        <translation>لم تبقَ محاولات</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) left</source>
        <translation>
            <numerusform>لم تبقَ محاولات</numerusform>
            <numerusform>بقيت محاولة واحدة</numerusform>
            <numerusform>بقيت محاولتان</numerusform>
            <numerusform>بقيت %n محاولات</numerusform>
            <numerusform>بقيت %n محاولة</numerusform>
            <numerusform>بقيت %n محاولة</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>اليوم</numerusform>
            <numerusform>يوم واحد</numerusform>
            <numerusform>يومان</numerusform>
            <numerusform>%n أيام</numerusform>
            <numerusform>%n يومًا</numerusform>
            <numerusform>%n يوم</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CurrentCard</name>
    <message>
        <source>Loading the queue…</source>
        <translation>يجري تحميل قائمة الانتظار…</translation>
    </message>
    <message>
        <source>You may not call in any clinic. Ask an administrator for access.</source>
        <translation>لا يمكنك الاستدعاء في أي عيادة. اطلب الصلاحية من مدير النظام.</translation>
    </message>
    <message>
        <source>Calling…</source>
        <translation>يجري الاستدعاء…</translation>
    </message>
    <message>
        <source>The room is free.</source>
        <translation>الغرفة خالية.</translation>
    </message>
</context>
<context>
    <name>DayCard</name>
    <message>
        <source>Last 24 hours</source>
        <translation>آخر 24 ساعة</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>الأرقام</translation>
    </message>
</context>
<context>
    <name>DayListing</name>
    <message>
        <source>The list was not saved: {what}</source>
        <translation>لم تُحفظ القائمة: {what}</translation>
    </message>
    <message>
        <source>The list of the day is saved: {path}</source>
        <translation>حُفظت قائمة اليوم: {path}</translation>
    </message>
    <message>
        <source>List of the day</source>
        <translation>قائمة اليوم</translation>
    </message>
    <message>
        <source>PDF file (*.pdf)</source>
        <translation>ملف PDF (‎*.pdf)</translation>
    </message>
</context>
<context>
    <name>DaysRow</name>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>عرض</translation>
    </message>
</context>
<context>
    <name>DecisionDialog</name>
    <message>
        <source>Apply</source>
        <translation>تطبيق</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>تأجيل القرار</translation>
    </message>
    <message>
        <source>Your action</source>
        <translation>الإجراء المحلي</translation>
    </message>
    <message>
        <source>On the server (current)</source>
        <translation>على الخادم (الوضع الحالي)</translation>
    </message>
    <message>
        <source>The other choice is kept in the audit record.</source>
        <translation>يُحفظ الخيار الآخر في سجل التدقيق.</translation>
    </message>
    <message>
        <source>Conflict: {ticket}</source>
        <translation>تعارض: {ticket}</translation>
    </message>
    <message>
        <source>Not sent: {ticket}</source>
        <translation>لم يُرسل: {ticket}</translation>
    </message>
    <message>
        <source>{part} (recommended)</source>
        <translation>{part} (موصى به)</translation>
    </message>
</context>
<context>
    <name>DetailsDrawer</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Examinee</source>
        <translation>مراجع</translation>
    </message>
    <message>
        <source>ID or service number</source>
        <translation>رقم الهوية أو رقم الخدمة</translation>
    </message>
    <message>
        <source>Exam</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Registered at</source>
        <translation>وقت التسجيل</translation>
    </message>
    <message>
        <source>Other numbers of this visit</source>
        <translation>أرقام أخرى لهذه الزيارة</translation>
    </message>
</context>
<context>
    <name>DeviceWords</name>
    <message>
        <source>No printer</source>
        <translation>لا طابعة</translation>
    </message>
    <message>
        <source>Receipt printer in the network</source>
        <translation>طابعة إيصالات على الشبكة</translation>
    </message>
    <message>
        <source>Receipt printer at a port of this PC</source>
        <translation>طابعة إيصالات على منفذ في هذا الجهاز</translation>
    </message>
    <message>
        <source>Printer of the system</source>
        <translation>طابعة معرّفة في النظام</translation>
    </message>
    <message>
        <source>PDF files in a folder</source>
        <translation>ملفات PDF في مجلد</translation>
    </message>
    <message>
        <source>Address of the printer</source>
        <translation>عنوان الطابعة</translation>
    </message>
    <message>
        <source>Port or device file</source>
        <translation>المنفذ أو ملف الجهاز</translation>
    </message>
    <message>
        <source>Name of the printer</source>
        <translation>اسم الطابعة</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>المجلد</translation>
    </message>
    <message>
        <source>Type the printer&apos;s address, such as 192.168.1.50, with a port if it is not 9100.</source>
        <translation>اكتب عنوان الطابعة، مثل ⁦192.168.1.50⁩، مع المنفذ إن لم يكن 9100.</translation>
    </message>
    <message>
        <source>Type the port of the printer, such as COM3 or /dev/usb/lp0.</source>
        <translation>اكتب منفذ الطابعة، مثل ⁦COM3⁩ أو ⁦/dev/usb/lp0⁩.</translation>
    </message>
    <message>
        <source>Choose a folder on this PC by its full path.</source>
        <translation>اختر مجلدًا على هذا الجهاز بمساره الكامل.</translation>
    </message>
    <message>
        <source>Choose one of the system&apos;s printers.</source>
        <translation>اختر إحدى الطابعات المعرّفة في النظام.</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>تجري الطباعة…</translation>
    </message>
    <message>
        <source>The test is printed. Look whether it is whole and black enough.</source>
        <translation>طُبعت التجربة. تأكّد من اكتمالها ومن وضوح السواد.</translation>
    </message>
    <message>
        <source>Not printed. {what}</source>
        <translation>لم تُطبع. {what}</translation>
    </message>
    <message>
        <source>Scan any ticket now.</source>
        <translation>امسح أي تذكرة الآن.</translation>
    </message>
    <message>
        <source>read by the place of its keys</source>
        <translation>مقروءة من مواضع المفاتيح</translation>
    </message>
    <message>
        <source>as the keyboard is set</source>
        <translation>وفق إعداد لوحة المفاتيح</translation>
    </message>
    <message>
        <source>a ticket of this system</source>
        <translation>تذكرة من هذا النظام</translation>
    </message>
    <message>
        <source>no ticket of this system</source>
        <translation>ليست تذكرة من هذا النظام</translation>
    </message>
    <message>
        <source>Read: {code}, {what}</source>
        <translation>المقروء: {code}، {what}</translation>
    </message>
    <message>
        <source>Speed: {n} ms a key</source>
        <translation>السرعة: {n} ملّي ثانية لكل مفتاح</translation>
    </message>
    <message>
        <source>Letters: {what}</source>
        <translation>الحروف: {what}</translation>
    </message>
    <message>
        <source>Ends with: {key}</source>
        <translation>ينتهي بـ: {key}</translation>
    </message>
</context>
<context>
    <name>DevicesDialog</name>
    <message>
        <source>Printing and scanner</source>
        <translation>الطباعة والماسح</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Kind of printer</source>
        <translation>نوع الطابعة</translation>
    </message>
    <message>
        <source>Name of the printer</source>
        <translation>اسم الطابعة</translation>
    </message>
    <message>
        <source>Width of the roll</source>
        <translation>عرض اللفّة</translation>
    </message>
    <message>
        <source>Speed of a serial port</source>
        <translation>سرعة المنفذ التسلسلي</translation>
    </message>
    <message>
        <source>Name on the ticket</source>
        <translation>الاسم على التذكرة</translation>
    </message>
    <message>
        <source>Print a test</source>
        <translation>طباعة تجربة</translation>
    </message>
    <message>
        <source>Only an administrator or supervisor changes the printer. Anybody may test it.</source>
        <translation>لا يغيّر الطابعة إلا مدير النظام أو المشرف. ويمكن لأي مستخدم تجربتها.</translation>
    </message>
    <message>
        <source>Choose a printer…</source>
        <translation>اختر طابعة…</translation>
    </message>
    <message>
        <source>Without a name</source>
        <translation>دون اسم</translation>
    </message>
    <message>
        <source>First name and an initial</source>
        <translation>الاسم الأول وحرف</translation>
    </message>
    <message>
        <source>80 mm</source>
        <translation>80 مم</translation>
    </message>
    <message>
        <source>58 mm</source>
        <translation>58 مم</translation>
    </message>
    <message>
        <source>Ticket printer</source>
        <translation>طابعة التذاكر</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>الماسح</translation>
    </message>
    <message>
        <source>A scanner works on every page; nothing has to be clicked first.</source>
        <translation>يعمل الماسح في كل صفحة دون الحاجة إلى أي نقرة مسبقة.</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>User name, to sign in with</source>
        <translation>اسم المستخدم لتسجيل الدخول</translation>
    </message>
    <message>
        <source>Name that others see</source>
        <translation>الاسم الظاهر للآخرين</translation>
    </message>
    <message>
        <source>First password; left empty, one is made</source>
        <translation>كلمة المرور الأولى؛ إن تُركت فارغة أُنشئت واحدة</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>الأدوار</translation>
    </message>
    <message>
        <source>Own clinics</source>
        <translation>عياداته</translation>
    </message>
    <message>
        <source>May do</source>
        <translation>يُسمح له</translation>
    </message>
    <message>
        <source>Select somebody, or add somebody new.</source>
        <translation>اختر مستخدمًا أو أضف مستخدمًا جديدًا.</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>مستخدم جديد</translation>
    </message>
    <message>
        <source>● Not saved</source>
        <translation>● غير محفوظ</translation>
    </message>
</context>
<context>
    <name>EntryCard</name>
    <message>
        <source>Record</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Reading this page is itself recorded.</source>
        <translation>قراءة هذه الصفحة تُسجَّل أيضًا.</translation>
    </message>
    <message>
        <source>Select a record to see all of it.</source>
        <translation>اختر سجلًا لعرضه كاملًا.</translation>
    </message>
</context>
<context>
    <name>ExamPanel</name>
    <message>
        <source>Which examination?</source>
        <translation>أيّ فحص تريد؟</translation>
    </message>
</context>
<context>
    <name>FaultWords</name>
    <message>
        <source>This backup is no longer there. The list is renewed; choose another one.</source>
        <translation>لم تعد هذه النسخة موجودة. حُدّثت القائمة، فاختر نسخة أخرى.</translation>
    </message>
    <message>
        <source>This file is no backup of this program. Choose another one.</source>
        <translation>هذا الملف ليس نسخة من هذا البرنامج. اختر نسخة أخرى.</translation>
    </message>
    <message>
        <source>A newer version of the program made this backup. Install that version first.</source>
        <translation>أنشأ هذه النسخة إصدار أحدث من البرنامج. ثبّت ذلك الإصدار أولًا.</translation>
    </message>
    <message>
        <source>This backup was made with another key. Put that key back, or use its printed recovery key.</source>
        <translation>أُنشئت هذه النسخة بمفتاح آخر. أعد ذلك المفتاح أو استخدم مفتاح استردادها المطبوع.</translation>
    </message>
    <message>
        <source>This backup belongs to another centre, or was made with another key.</source>
        <translation>هذه النسخة لمركز آخر، أو أُنشئت بمفتاح آخر.</translation>
    </message>
    <message>
        <source>The end of this backup is missing. It cannot be restored; choose another one.</source>
        <translation>نهاية هذه النسخة مفقودة ولا يمكن استعادتها. اختر نسخة أخرى.</translation>
    </message>
    <message>
        <source>This backup is not what was written. It cannot be restored; choose another one.</source>
        <translation>محتوى هذه النسخة تغيّر عمّا كُتب ولا يمكن استعادتها. اختر نسخة أخرى.</translation>
    </message>
    <message>
        <source>This backup claims more than one can hold. Choose another one.</source>
        <translation>تدّعي هذه النسخة حجمًا غير ممكن. اختر نسخة أخرى.</translation>
    </message>
    <message>
        <source>This backup did not pass the check and cannot be restored. Choose another one.</source>
        <translation>لم تجتز هذه النسخة الفحص ولا يمكن استعادتها. اختر نسخة أخرى.</translation>
    </message>
    <message>
        <source>A part of what was shipped after this backup is missing. Choose an earlier moment.</source>
        <translation>جزء مما حُفظ بعد هذه النسخة مفقود. اختر لحظة أسبق.</translation>
    </message>
    <message>
        <source>There is no centre in this backup. Choose another one.</source>
        <translation>لا يوجد مركز في هذه النسخة. اختر نسخة أخرى.</translation>
    </message>
    <message>
        <source>The recovery key of these backups was told already, and is told once only. Rotate the backup key to get a new one.</source>
        <translation>سبق عرض مفتاح استرداد هذه النسخ، ولا يُعرض إلا مرة واحدة. غيّر مفتاح النسخ للحصول على مفتاح جديد.</translation>
    </message>
    <message>
        <source>The disk for the backups is full. Make room, then back up now.</source>
        <translation>قرص النسخ ممتلئ. أفرغ مساحة ثم أنشئ نسخة الآن.</translation>
    </message>
    <message>
        <source>There is not room enough on the server&apos;s disk. Make room, then try again.</source>
        <translation>لا تكفي مساحة قرص الخادم. أفرغ مساحة ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The folder for the backups is not there. Connect the disk, then back up now.</source>
        <translation>مجلد النسخ غير موجود. صِل القرص ثم أنشئ نسخة الآن.</translation>
    </message>
    <message>
        <source>The server may not write to that folder. Choose another one.</source>
        <translation>لا يستطيع الخادم الكتابة في هذا المجلد. اختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>The second place cannot be reached. Check its address and the network.</source>
        <translation>تعذّر الوصول إلى المكان الثاني. تحقّق من عنوانه ومن الشبكة.</translation>
    </message>
    <message>
        <source>The second place does not let this server in. Check its keys.</source>
        <translation>لا يسمح المكان الثاني بدخول هذا الخادم. تحقّق من مفاتيحه.</translation>
    </message>
    <message>
        <source>The disk for the backups cannot be read or written. Use another one.</source>
        <translation>تعذّرت القراءة من قرص النسخ أو الكتابة عليه. استخدم قرصًا آخر.</translation>
    </message>
    <message>
        <source>The backup did not work out. Try again; if it happens again, tell support.</source>
        <translation>تعذّر إتمام النسخ. أعد المحاولة، وإن تكرّر فأبلغ الدعم.</translation>
    </message>
    <message>
        <source>The centre&apos;s database could not be read whole. Restore the last good backup, and tell support.</source>
        <translation>تعذّرت قراءة قاعدة بيانات المركز كاملة. استعد آخر نسخة سليمة وأبلغ الدعم.</translation>
    </message>
    <message>
        <source>Backup and shipped log do not reach that moment. Choose an earlier one.</source>
        <translation>لا تصل النسخة وما حُفظ بعدها إلى تلك اللحظة. اختر لحظة أسبق.</translation>
    </message>
    <message>
        <source>This is not the recovery key of these backups.</source>
        <translation>هذا ليس مفتاح استرداد هذه النسخ.</translation>
    </message>
    <message>
        <source>The restore did not work out, and nothing was changed. Tell support.</source>
        <translation>تعذّرت الاستعادة ولم يتغيّر شيء. أبلغ الدعم.</translation>
    </message>
    <message>
        <source>The disk of the centre&apos;s database is full. Make room, then try again.</source>
        <translation>قرص قاعدة بيانات المركز ممتلئ. أفرغ مساحة ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The restore did not begin, and nothing was changed. Try again.</source>
        <translation>لم تبدأ الاستعادة ولم يتغيّر شيء. أعد المحاولة.</translation>
    </message>
    <message>
        <source>Somebody else has restored the centre meanwhile, so what was counted is true no more. Nothing was changed. Choose again.</source>
        <translation>استعاد شخص آخر المركز في هذه الأثناء، فلم يعد ما عُدَّ صحيحاً. لم يتغيّر شيء. اختر من جديد.</translation>
    </message>
    <message>
        <source>The new data stands already; this cannot be stopped any more.</source>
        <translation>أصبحت البيانات الجديدة سارية ولا يمكن الإيقاف الآن.</translation>
    </message>
    <message>
        <source>The server restores now. Stay here until it has ended.</source>
        <translation>تجري الاستعادة على الخادم. ابقَ هنا حتى تنتهي.</translation>
    </message>
    <message>
        <source>The centre is restored. Work goes on.</source>
        <translation>استُعيد المركز والعمل مستمر.</translation>
    </message>
    <message>
        <source>Type date and time, such as 2026-11-23 09:41:07.</source>
        <translation>اكتب التاريخ والوقت، مثل ⁦2026-11-23 09:41:07⁩.</translation>
    </message>
    <message>
        <source>The server does not take this moment. Type date and time anew.</source>
        <translation>لم يقبل الخادم هذه اللحظة. اكتب التاريخ والوقت من جديد.</translation>
    </message>
    <message>
        <source>What happened after {time} has not reached the backups&apos; place.</source>
        <translation>ما حدث بعد {time} لم يصل إلى مكان النسخ.</translation>
    </message>
    <message>
        <source>The oldest good backup is of {time}. Choose a later moment.</source>
        <translation>أقدم نسخة سليمة بتاريخ {time}. اختر لحظة لاحقة.</translation>
    </message>
    <message>
        <source>This is not the code of this centre. Type it as it stands there.</source>
        <translation>هذا ليس رمز هذا المركز. اكتبه كما هو ظاهر.</translation>
    </message>
    <message>
        <source>This is not your password. Type it once more.</source>
        <translation>هذه ليست كلمة مرورك. اكتبها مرة أخرى.</translation>
    </message>
    <message>
        <source>Write the reason; it is kept in the audit record.</source>
        <translation>اكتب السبب، وسيُحفظ في سجل التدقيق.</translation>
    </message>
    <message>
        <source>A whole number from {min} to {max}.</source>
        <translation>عدد صحيح من {min} إلى {max}.</translation>
    </message>
    <message>
        <source>Type a time of the day, such as 03:00.</source>
        <translation>اكتب وقتًا من اليوم، مثل 03:00.</translation>
    </message>
    <message>
        <source>Type the whole path of a folder on the server.</source>
        <translation>اكتب المسار الكامل لمجلد على الخادم.</translation>
    </message>
    <message>
        <source>The second place must be another one than the first.</source>
        <translation>يجب أن يختلف المكان الثاني عن الأول.</translation>
    </message>
    <message>
        <source>The server does not take this. Check it.</source>
        <translation>لم يقبل الخادم هذه القيمة. راجعها.</translation>
    </message>
    <message>
        <source>The backup of {time} was read back whole: it is good.</source>
        <translation>قُرئت نسخة {time} كاملة: إنها سليمة.</translation>
    </message>
    <message>
        <source>The backup was copied to {path} and checked there.</source>
        <translation>نُسخت النسخة إلى {path} وفُحصت هناك.</translation>
    </message>
    <message>
        <source>The backup was saved as {file}.</source>
        <translation>حُفظت النسخة باسم {file}.</translation>
    </message>
    <message>
        <source>The backup of {time} is deleted.</source>
        <translation>حُذفت نسخة {time}.</translation>
    </message>
    <message>
        <source>Backup finished and verified: {size}</source>
        <translation>اكتمل النسخ الاحتياطي وتم التحقق منه: {size}</translation>
    </message>
    <message>
        <source>The report was saved as {file}.</source>
        <translation>حُفظ التقرير باسم {file}.</translation>
    </message>
    <message>
        <source>The recovery key was sent to the printer. Look whether it is whole, then put it away.</source>
        <translation>أُرسل مفتاح الاسترداد إلى الطابعة. تأكّد من أنه كامل ثم احفظه في مكان آمن.</translation>
    </message>
    <message>
        <source>The way into the S3 store is kept. The next look at the places says if it fits.</source>
        <translation>حُفظ مفتاح مخزن S3. يتبيّن في الفحص القادم للأماكن إن كان صحيحًا.</translation>
    </message>
    <message>
        <source>The way into the S3 store is forgotten.</source>
        <translation>حُذف مفتاح مخزن S3.</translation>
    </message>
    <message>
        <source>The printer did not take it. Write the key down by hand.</source>
        <translation>لم تقبله الطابعة. اكتب المفتاح بيدك.</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>تم الحفظ</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>Alerts</source>
        <translation>التنبيهات</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>الحدود</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>الأهداف</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Patients&apos; data</source>
        <translation>بيانات المراجعين</translation>
    </message>
    <message>
        <source>Months a patient is known after the last visit</source>
        <translation>عدد الأشهر التي يبقى فيها المراجع معروفاً بعد آخر زيارة</translation>
    </message>
    <message>
        <source>After that, number, name, phone and notes are deleted. Visits and figures stay, without a name.</source>
        <translation>بعدها يُحذف الرقم والاسم والهاتف والملاحظات. وتبقى الزيارات والإحصاءات دون اسم.</translation>
    </message>
    <message>
        <source>Failed requests that raise an alert, in percent</source>
        <translation>نسبة الطلبات الفاشلة التي تطلق تنبيهاً، بالمئة</translation>
    </message>
    <message>
        <source>Of the requests of the last five minutes, those that failed by a fault of the server.</source>
        <translation>من طلبات الدقائق الخمس الأخيرة، ما فشل بسبب الخادم.</translation>
    </message>
    <message>
        <source>Slow answers that raise an alert, in milliseconds</source>
        <translation>بطء الإجابة الذي يطلق تنبيهاً، بالملّي ثانية</translation>
    </message>
    <message>
        <source>95 of 100 requests of the last five minutes should be answered within this.</source>
        <translation>ينبغي أن يُجاب 95 من كل 100 طلب في الدقائق الخمس الأخيرة خلال هذا الوقت.</translation>
    </message>
    <message>
        <source>Requests below which rates are not judged</source>
        <translation>عدد الطلبات الذي لا تُقيَّم النسب دونه</translation>
    </message>
    <message>
        <source>In a quiet hour a single failure says nothing about the rate.</source>
        <translation>في الساعة الهادئة لا يدل فشل واحد على شيء.</translation>
    </message>
    <message>
        <source>Refused sign-ins that raise an alert</source>
        <translation>محاولات الدخول المرفوضة التي تطلق تنبيهاً</translation>
    </message>
    <message>
        <source>Counted over a quarter of an hour, from all PCs together.</source>
        <translation>تُعدّ خلال ربع ساعة، من كل الأجهزة معاً.</translation>
    </message>
    <message>
        <source>Minutes the cause must be gone before an alert ends</source>
        <translation>عدد الدقائق التي يجب أن يزول فيها السبب قبل أن ينتهي التنبيه</translation>
    </message>
    <message>
        <source>A short pause does not end an alert and begin it again.</source>
        <translation>فلا تنهيه وقفة قصيرة ثم تبدؤه من جديد.</translation>
    </message>
    <message>
        <source>Minutes in which a returning alert is not told again</source>
        <translation>عدد الدقائق التي لا يُعاد فيها الإبلاغ عن تنبيه عائد</translation>
    </message>
    <message>
        <source>An alert that comes back so soon goes on as the same one.</source>
        <translation>التنبيه الذي يعود سريعاً يستمر كأنه هو نفسه.</translation>
    </message>
    <message>
        <source>Days the log is kept</source>
        <translation>عدد أيام حفظ السجل</translation>
    </message>
    <message>
        <source>Older files are deleted. The log holds no patients&apos; data.</source>
        <translation>تُحذف الملفات الأقدم. لا يحوي السجل بيانات مراجعين.</translation>
    </message>
    <message>
        <source>Space for the log, in megabytes</source>
        <translation>المساحة المخصصة للسجل، بالميغابايت</translation>
    </message>
    <message>
        <source>When it is full the oldest files go first, also before their days are over.</source>
        <translation>حين تمتلئ تُحذف أقدم الملفات أولاً، ولو لم تنتهِ أيامها.</translation>
    </message>
    <message>
        <source>Server available, in percent</source>
        <translation>إتاحة الخادم، بالمئة</translation>
    </message>
    <message>
        <source>Of the time in which it was watched.</source>
        <translation>من الوقت الذي رُوقب فيه.</translation>
    </message>
    <message>
        <source>Failed requests, at most, in percent</source>
        <translation>الطلبات الفاشلة على الأكثر، بالمئة</translation>
    </message>
    <message>
        <source>Requests that failed by a fault of the server.</source>
        <translation>الطلبات التي فشلت بسبب الخادم.</translation>
    </message>
    <message>
        <source>Time to repair, at most, in minutes</source>
        <translation>وقت الإصلاح على الأكثر، بالدقائق</translation>
    </message>
    <message>
        <source>The mean from the beginning of an incident to its end.</source>
        <translation>المتوسط من بداية الحادثة إلى نهايتها.</translation>
    </message>
    <message>
        <source>Answer time, in milliseconds</source>
        <translation>وقت الإجابة، بالملّي ثانية</translation>
    </message>
    <message>
        <source>95 of 100 requests are answered within this.</source>
        <translation>يُجاب 95 من كل 100 طلب خلال هذا الوقت.</translation>
    </message>
    <message>
        <source>Tickets finished in an hour</source>
        <translation>الأدوار المنتهية في الساعة</translation>
    </message>
    <message>
        <source>In the whole centre, from the first call of the day to its last end.</source>
        <translation>في المركز كله، من أول نداء في اليوم إلى آخر انتهاء.</translation>
    </message>
    <message>
        <source>Answered from memory, in percent</source>
        <translation>المُجاب من الذاكرة، بالمئة</translation>
    </message>
    <message>
        <source>Of what the server&apos;s caches were asked.</source>
        <translation>مما سُئلت عنه ذاكرة الخادم.</translation>
    </message>
    <message>
        <source>Start of the server, at most, in seconds</source>
        <translation>بدء الخادم على الأكثر، بالثواني</translation>
    </message>
    <message>
        <source>From the start of the program to its first answer.</source>
        <translation>من تشغيل البرنامج إلى أول إجابة.</translation>
    </message>
    <message>
        <source>Satisfaction of patients, in stars</source>
        <translation>رضا المراجعين، بالنجوم</translation>
    </message>
    <message>
        <source>The mean of what patients answer on their page, from 1 to 5.</source>
        <translation>متوسط ما يجيب به المراجعون في صفحتهم، من 1 إلى 5.</translation>
    </message>
    <message>
        <source>Wait until the first call, in minutes</source>
        <translation>الانتظار حتى أول نداء، بالدقائق</translation>
    </message>
    <message>
        <source>Half of the people are called within this.</source>
        <translation>يُنادى نصف المراجعين خلال هذا الوقت.</translation>
    </message>
    <message>
        <source>Hours between two backups</source>
        <translation>الساعات بين نسختين احتياطيتين</translation>
    </message>
    <message>
        <source>Between them the log is shipped continuously, where that is on.</source>
        <translation>وبينهما يُرسل السجل باستمرار، إن كان ذلك مفعّلاً.</translation>
    </message>
    <message>
        <source>Days a backup is kept</source>
        <translation>عدد أيام حفظ النسخة الاحتياطية</translation>
    </message>
    <message>
        <source>After that one a month is kept for a year.</source>
        <translation>وبعدها تُحفظ نسخة عن كل شهر مدة سنة.</translation>
    </message>
    <message>
        <source>Days of the shipped log</source>
        <translation>عدد أيام السجل المرسل</translation>
    </message>
    <message>
        <source>So long one can go back to any moment; before that to the backups.</source>
        <translation>يمكن خلالها الرجوع إلى أي لحظة، وقبلها إلى النسخ الاحتياطية.</translation>
    </message>
    <message>
        <source>Ship the log continuously</source>
        <translation>إرسال السجل باستمرار</translation>
    </message>
    <message>
        <source>What was done is outside the database within seconds.</source>
        <translation>يكون ما أُنجز خارج قاعدة البيانات خلال ثوانٍ.</translation>
    </message>
    <message>
        <source>Time of the daily test restore</source>
        <translation>وقت اختبار الاستعادة اليومي</translation>
    </message>
    <message>
        <source>A backup is restored into a scratch place and compared. Write it as 03:00.</source>
        <translation>تُستعاد نسخة في مكان مؤقت وتُقارن. اكتبه هكذا: 03:00.</translation>
    </message>
    <message>
        <source>Folder of the backups</source>
        <translation>مجلد النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>On the server&apos;s PC; empty: inside the server&apos;s own folder.</source>
        <translation>في جهاز الخادم؛ إن تُرك فارغاً فداخل مجلد الخادم نفسه.</translation>
    </message>
    <message>
        <source>Second folder</source>
        <translation>مجلد ثانٍ</translation>
    </message>
    <message>
        <source>Another disk or a stick; each backup is copied there as well. Empty: none.</source>
        <translation>قرص آخر أو ذاكرة محمولة، تُنسخ إليه كل نسخة أيضاً. فارغاً: لا شيء.</translation>
    </message>
    <message>
        <source>Address of the store</source>
        <translation>عنوان المخزن</translation>
    </message>
    <message>
        <source>Of an S3-compatible store, such as https://store.example.org. Used when a bucket is named.</source>
        <translation>لمخزن متوافق مع S3، مثل https://store.example.org. يُستعمل حين تُسمّى الحاوية.</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>الحاوية</translation>
    </message>
    <message>
        <source>Its name in the store. Empty: no store is used. The store&apos;s key is set on the backups&apos; page.</source>
        <translation>اسمها في المخزن. فارغاً: لا يُستعمل مخزن. يُضبط مفتاح المخزن في صفحة النسخ الاحتياطية.</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>المنطقة</translation>
    </message>
    <message>
        <source>Of the store, where it asks for one.</source>
        <translation>منطقة المخزن، إن طلبها.</translation>
    </message>
    <message>
        <source>Folder in the bucket</source>
        <translation>المجلد في الحاوية</translation>
    </message>
    <message>
        <source>Where several centres share a bucket, each has its own.</source>
        <translation>حين تشترك مراكز في حاوية يكون لكل منها مجلده.</translation>
    </message>
    <message>
        <source>Requests of one PC in a second</source>
        <translation>طلبات الجهاز الواحد في الثانية</translation>
    </message>
    <message>
        <source>Above it, a PC is told to wait. Actions of people are not counted.</source>
        <translation>فوق ذلك يُطلب من الجهاز الانتظار. لا تُحسب إجراءات الموظفين.</translation>
    </message>
    <message>
        <source>Requests of one PC at once after a pause</source>
        <translation>طلبات الجهاز الواحد دفعة واحدة بعد توقف</translation>
    </message>
    <message>
        <source>So many are answered without a wait, such as when a PC comes back.</source>
        <translation>يُجاب هذا العدد دون انتظار، مثلاً حين يعود الجهاز.</translation>
    </message>
    <message>
        <source>Requests without sign-in from one address in a second</source>
        <translation>الطلبات دون تسجيل دخول من العنوان الواحد في الثانية</translation>
    </message>
    <message>
        <source>The phones of a whole waiting room may share one address.</source>
        <translation>قد تشترك هواتف صالة انتظار كاملة في عنوان واحد.</translation>
    </message>
    <message>
        <source>Requests without sign-in at once after a pause</source>
        <translation>الطلبات دون تسجيل دخول دفعة واحدة بعد توقف</translation>
    </message>
    <message>
        <source>So many are answered without a wait.</source>
        <translation>يُجاب هذا العدد دون انتظار.</translation>
    </message>
</context>
<context>
    <name>FigureCharts</name>
    <message>
        <source>Done and no-show</source>
        <translation>المكتمل ومن لم يحضر</translation>
    </message>
    <message>
        <source>Waiting time</source>
        <translation>مدة الانتظار</translation>
    </message>
    <message>
        <source>Time in the room</source>
        <translation>مدة البقاء داخل العيادة</translation>
    </message>
    <message>
        <source>Median wait by clinic</source>
        <translation>وسيط الانتظار حسب العيادة</translation>
    </message>
    <message>
        <source>Done an hour by clinic</source>
        <translation>المكتمل في الساعة حسب العيادة</translation>
    </message>
    <message>
        <source>Response time (ms)</source>
        <translation>زمن الاستجابة (ملّي ثانية)</translation>
    </message>
    <message>
        <source>Delay of the live news (ms)</source>
        <translation>تأخر البث المباشر (ملّي ثانية)</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>الطلبات في الدقيقة</translation>
    </message>
    <message>
        <source>Failed requests</source>
        <translation>الطلبات الفاشلة</translation>
    </message>
    <message>
        <source>Cache hits (%)</source>
        <translation>الإجابات من الذاكرة (%)</translation>
    </message>
    <message>
        <source>In line at the end of each hour</source>
        <translation>المنتظرون عند نهاية كل ساعة</translation>
    </message>
    <message>
        <source>Tickets issued by hour</source>
        <translation>التذاكر الصادرة حسب الساعة</translation>
    </message>
    <message>
        <source>Nothing was measured in this time.</source>
        <translation>لم يُقَس شيء في هذه المدة.</translation>
    </message>
</context>
<context>
    <name>FigurePlots</name>
    <message>
        <source>In line at its end</source>
        <translation>المنتظرون عند نهايتها</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>الصادرة</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Median wait</source>
        <translation>وسيط الانتظار</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>Done an hour</source>
        <translation>المكتمل في الساعة</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>التذاكر</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>In room</source>
        <translation>داخل العيادة</translation>
    </message>
    <message>
        <source>Median wait (s)</source>
        <translation>وسيط الانتظار (ثانية)</translation>
    </message>
    <message>
        <source>9 in 10 wait at most (s)</source>
        <translation>أقصى انتظار لتسعة من عشرة (ثانية)</translation>
    </message>
    <message>
        <source>Median time in the room (s)</source>
        <translation>وسيط البقاء داخل العيادة (ثانية)</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>الطلبات في الدقيقة</translation>
    </message>
    <message>
        <source>Failed requests</source>
        <translation>الطلبات الفاشلة</translation>
    </message>
    <message>
        <source>From memory</source>
        <translation>من الذاكرة</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>الساعة</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>الوسيط</translation>
    </message>
    <message>
        <source>9 in 10 within</source>
        <translation>تسعة من عشرة خلال</translation>
    </message>
    <message>
        <source>Half within</source>
        <translation>النصف خلال</translation>
    </message>
    <message>
        <source>95 in 100 within</source>
        <translation>95 من كل 100 خلال</translation>
    </message>
    <message>
        <source>99 in 100 within</source>
        <translation>99 من كل 100 خلال</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>The highest is {part} at {where}.</source>
        <translation>أعلى قيمة {part} عند {where}.</translation>
    </message>
</context>
<context>
    <name>FigureWords</name>
    <message>
        <source>no data</source>
        <translation>لا بيانات</translation>
    </message>
    <message>
        <source>{n} ms</source>
        <translation>{n} ملّي ثانية</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} ث</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} د</translation>
    </message>
    <message>
        <source>{n}%</source>
        <translation>%{n}</translation>
    </message>
    <message>
        <source>{n} an hour</source>
        <translation>{n} في الساعة</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>آخر 7 أيام</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>آخر 30 يومًا</translation>
    </message>
    <message>
        <source>Other days</source>
        <translation>أيام أخرى</translation>
    </message>
    <message>
        <source>Loading the figures…</source>
        <translation>جارٍ تحميل المؤشرات…</translation>
    </message>
    <message>
        <source>Paused at {time} while a row is selected</source>
        <translation>متوقف عند {time} ما دام صف محددًا</translation>
    </message>
    <message>
        <source>Shown as of {time}</source>
        <translation>البيانات كما في {time}</translation>
    </message>
    <message>
        <source>Updated {time}</source>
        <translation>آخر تحديث {time}</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>In room</source>
        <translation>داخل العيادة</translation>
    </message>
    <message>
        <source>Median wait</source>
        <translation>وسيط الانتظار</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>أطول انتظار</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Done an hour</source>
        <translation>المكتمل في الساعة</translation>
    </message>
    <message>
        <source>as many as at {time}</source>
        <translation>مثل ما كان عند {time}</translation>
    </message>
    <message>
        <source>{n} more than at {time}</source>
        <translation>أكثر بمقدار {n} مما كان عند {time}</translation>
    </message>
    <message>
        <source>{n} fewer than at {time}</source>
        <translation>أقل بمقدار {n} مما كان عند {time}</translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation>مدة التشغيل</translation>
    </message>
    <message>
        <source>Failed requests</source>
        <translation>الطلبات الفاشلة</translation>
    </message>
    <message>
        <source>Time to repair</source>
        <translation>مدة الإصلاح</translation>
    </message>
    <message>
        <source>Response time, 95 in 100</source>
        <translation>زمن الاستجابة لخمسة وتسعين من كل مئة</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>معدل الإنجاز</translation>
    </message>
    <message>
        <source>Cache hits</source>
        <translation>الإجابات من الذاكرة</translation>
    </message>
    <message>
        <source>Start of the server</source>
        <translation>بدء تشغيل الخادم</translation>
    </message>
    <message>
        <source>Examinees&apos; satisfaction</source>
        <translation>رضا المراجعين</translation>
    </message>
    <message>
        <source>Time people could work, of all that was watched and not named as maintenance</source>
        <translation>الوقت الذي أمكن العمل فيه، من كل الوقت المراقَب ما عدا الصيانة المعلنة</translation>
    </message>
    <message>
        <source>Requests the server failed to answer, of all requests</source>
        <translation>الطلبات التي تعذّر على الخادم الرد عليها، من جميع الطلبات</translation>
    </message>
    <message>
        <source>From the beginning of an incident to its end, the mean of all that have ended</source>
        <translation>من بداية الحادث إلى نهايته، متوسط كل ما انتهى منها</translation>
    </message>
    <message>
        <source>95 in 100 requests took no longer</source>
        <translation>95 من كل 100 طلب لم تستغرق أكثر من ذلك</translation>
    </message>
    <message>
        <source>Tickets done in an hour, from each day&apos;s first call to its last end</source>
        <translation>التذاكر المكتملة في الساعة، من أول استدعاء في كل يوم إلى آخر إنهاء</translation>
    </message>
    <message>
        <source>Answers the server had in memory, of all it looked for there</source>
        <translation>الإجابات التي وجدها الخادم في ذاكرته، من كل ما بحث عنه فيها</translation>
    </message>
    <message>
        <source>From the start of the process to its first answer, the last time</source>
        <translation>من بدء البرنامج إلى أول إجابة له، في آخر مرة</translation>
    </message>
    <message>
        <source>The mean of 1 to 5 stars, answered on the phone page</source>
        <translation>متوسط 1 إلى 5 نجوم، أُجيب عنها في صفحة الهاتف</translation>
    </message>
    <message>
        <source>Half of the people were called within this, from their ticket&apos;s issue</source>
        <translation>نصف المراجعين استُدعوا خلال هذه المدة من إصدار تذاكرهم</translation>
    </message>
    <message>
        <source>{n} of 5</source>
        <translation>{n} من 5</translation>
    </message>
    <message>
        <source>at least {part}</source>
        <translation>لا يقل عن {part}</translation>
    </message>
    <message>
        <source>at most {part}</source>
        <translation>لا يزيد على {part}</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>لا بيانات</translation>
    </message>
    <message>
        <source>Met</source>
        <translation>متحقق</translation>
    </message>
    <message>
        <source>Not met</source>
        <translation>غير متحقق</translation>
    </message>
    <message numerus="yes">
        <source>%n measurement(s)</source>
        <translation>
            <numerusform>لا قياسات</numerusform>
            <numerusform>قياس واحد</numerusform>
            <numerusform>قياسان</numerusform>
            <numerusform>%n قياسات</numerusform>
            <numerusform>%n قياسًا</numerusform>
            <numerusform>%n قياس</numerusform>
        </translation>
    </message>
    <message>
        <source>Figures by clinic</source>
        <translation>المؤشرات حسب العيادة</translation>
    </message>
    <message>
        <source>Live connections: consoles {n}, boards {part}, phones {later}.</source>
        <translation>الاتصالات المباشرة: المنصات {n}، الشاشات {part}، الهواتف {later}.</translation>
    </message>
    <message>
        <source>Waiting to be sent at the stations: {n}, the oldest for {part}.</source>
        <translation>ما ينتظر الإرسال في المحطات: {n}، وأقدمه منذ {part}.</translation>
    </message>
    <message>
        <source>Nothing waits at a station.</source>
        <translation>لا شيء ينتظر الإرسال في المحطات.</translation>
    </message>
    <message>
        <source>Requests by kind</source>
        <translation>الطلبات حسب النوع</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>الطلبات</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>مرفوضة</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>فاشلة</translation>
    </message>
    <message>
        <source>Half within</source>
        <translation>النصف خلال</translation>
    </message>
    <message>
        <source>95 in 100 within</source>
        <translation>95 من كل 100 خلال</translation>
    </message>
    <message>
        <source>99 in 100 within</source>
        <translation>99 من كل 100 خلال</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>الإجراءات</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>القراءة</translation>
    </message>
    <message>
        <source>Examinees</source>
        <translation>المراجعون</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>تسجيل الدخول</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>المؤشرات</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>التقارير</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>الإدارة</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>حالة النظام</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>المحطات</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>الشاشات</translation>
    </message>
    <message>
        <source>Older programs</source>
        <translation>البرامج الأقدم</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>الهواتف</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>غير ذلك</translation>
    </message>
</context>
<context>
    <name>FiguresView</name>
    <message>
        <source>Days</source>
        <translation>الأيام</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>المؤشرات</translation>
    </message>
    <message>
        <source>Median wait</source>
        <translation>وسيط الانتظار</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>By clinic</source>
        <translation>حسب العيادة</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>المستهدفات</translation>
    </message>
    <message>
        <source>Requests of the last minutes</source>
        <translation>طلبات الدقائق الأخيرة</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>All clinics</source>
        <translation>جميع العيادات</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>تصدير CSV</translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation>تعذّر الوصول إلى الخادم.</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>تحديث</translation>
    </message>
    <message>
        <source>There are no figures yet.</source>
        <translation>لا مؤشرات بعد.</translation>
    </message>
    <message>
        <source>Token for Prometheus…</source>
        <translation>رمز Prometheus…</translation>
    </message>
    <message>
        <source>Nobody is waiting</source>
        <translation>لا أحد في الانتظار</translation>
    </message>
    <message>
        <source>target {part}</source>
        <translation>المستهدف {part}</translation>
    </message>
    <message>
        <source>of {total}</source>
        <translation>من {total}</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} من {total}</translation>
    </message>
    <message>
        <source>Waiting now</source>
        <translation>في الانتظار الآن</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>التذاكر</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>أطول انتظار</translation>
    </message>
    <message>
        <source>9 in 10 wait at most</source>
        <translation>أقصى انتظار لتسعة من عشرة</translation>
    </message>
</context>
<context>
    <name>FirstRunView</name>
    <message>
        <source>There is no way back from here.</source>
        <translation>لا رجوع من هنا.</translation>
    </message>
    <message>
        <source>Choose one of the three ways first.</source>
        <translation>اختر إحدى الطرق الثلاث أولًا.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Exit</source>
        <translation>خروج</translation>
    </message>
    <message>
        <source>Where will the centre&apos;s files be?</source>
        <translation>أين تُحفظ ملفات المركز؟</translation>
    </message>
    <message>
        <source>Go to the sign-in</source>
        <translation>إلى تسجيل الدخول</translation>
    </message>
    <message>
        <source>Make the centre</source>
        <translation>إنشاء المركز</translation>
    </message>
    <message>
        <source>Open the centre</source>
        <translation>فتح المركز</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Welcome to MMC Console</source>
        <translation>مرحبًا بكم في منصة العيادات MMC</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>السابق</translation>
    </message>
</context>
<context>
    <name>FirstRunWords</name>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>هذا الجهاز</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>The centre</source>
        <translation>المركز</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>البدء</translation>
    </message>
    <message>
        <source>First users</source>
        <translation>المستخدمون الأوائل</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>جاهز</translation>
    </message>
    <message>
        <source>The centre in this folder</source>
        <translation>المركز الموجود في هذا المجلد</translation>
    </message>
    <message>
        <source>Which language?</source>
        <translation>ما اللغة؟</translation>
    </message>
    <message>
        <source>How will this PC work?</source>
        <translation>كيف سيعمل هذا الجهاز؟</translation>
    </message>
    <message>
        <source>Which server?</source>
        <translation>ما الخادم؟</translation>
    </message>
    <message>
        <source>A new centre on this PC</source>
        <translation>مركز جديد على هذا الجهاز</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>لحظة…</translation>
    </message>
    <message>
        <source>Who works here?</source>
        <translation>من يعمل هنا؟</translation>
    </message>
    <message>
        <source>Everything is ready</source>
        <translation>كل شيء جاهز</translation>
    </message>
    <message numerus="yes">
        <source>%n action(s) wait for the server this PC worked with. They can follow it to another address; for everything else, sign in first and let them be sent.</source>
        <translation>
            <numerusform>لا إجراءات تنتظر الخادم الذي عمل معه هذا الجهاز. يمكن إرسالها إليه على عنوان آخر؛ ولأي خيار غير ذلك سجّل الدخول أولًا حتى تُرسل.</numerusform>
            <numerusform>إجراء واحد ينتظر الخادم الذي عمل معه هذا الجهاز. يمكن إرساله إليه على عنوان آخر؛ ولأي خيار غير ذلك سجّل الدخول أولًا حتى يُرسل.</numerusform>
            <numerusform>إجراءان ينتظران الخادم الذي عمل معه هذا الجهاز. يمكن إرسالهما إليه على عنوان آخر؛ ولأي خيار غير ذلك سجّل الدخول أولًا حتى يُرسلا.</numerusform>
            <numerusform>%n إجراءات تنتظر الخادم الذي عمل معه هذا الجهاز. يمكن إرسالها إليه على عنوان آخر؛ ولأي خيار غير ذلك سجّل الدخول أولًا حتى تُرسل.</numerusform>
            <numerusform>%n إجراءً ينتظر الخادم الذي عمل معه هذا الجهاز. يمكن إرسالها إليه على عنوان آخر؛ ولأي خيار غير ذلك سجّل الدخول أولًا حتى تُرسل.</numerusform>
            <numerusform>%n إجراء ينتظر الخادم الذي عمل معه هذا الجهاز. يمكن إرسالها إليه على عنوان آخر؛ ولأي خيار غير ذلك سجّل الدخول أولًا حتى تُرسل.</numerusform>
        </translation>
    </message>
    <message>
        <source>The folder is made</source>
        <translation>يُنشأ المجلد</translation>
    </message>
    <message>
        <source>The server starts</source>
        <translation>يبدأ الخادم</translation>
    </message>
    <message>
        <source>The server starts and makes its encrypted database</source>
        <translation>يبدأ الخادم ويُنشئ قاعدة بياناته المشفّرة</translation>
    </message>
    <message>
        <source>The first administrator is added</source>
        <translation>يُضاف مدير النظام الأول</translation>
    </message>
    <message>
        <source>A sample centre starts and fills with a day of the present hour</source>
        <translation>يبدأ مركز تجريبي ويمتلئ بيوم في الساعة الحالية</translation>
    </message>
    <message>
        <source>The server runs on this PC as long as the console is open. Sign in with the user name and password you have there.</source>
        <translation>يعمل الخادم على هذا الجهاز ما دامت المنصة مفتوحة. سجّل الدخول باسم المستخدم وكلمة المرور اللذين لك هناك.</translation>
    </message>
    <message>
        <source>The server runs on this PC as long as the console is open. Sign in as “admin” with the password you have just chosen, or as one of the users you have added.</source>
        <translation>يعمل الخادم على هذا الجهاز ما دامت المنصة مفتوحة. سجّل الدخول باسم «admin» وبكلمة المرور التي اخترتها الآن، أو باسم أحد المستخدمين الذين أضفتهم.</translation>
    </message>
    <message>
        <source>Everything you do here is thrown away when you close the program.</source>
        <translation>يُحذف كل ما تفعله هنا عند إغلاق البرنامج.</translation>
    </message>
    <message>
        <source>From now on this PC works with that server. Ask its administrator for a user name.</source>
        <translation>من الآن يعمل هذا الجهاز مع ذلك الخادم. اطلب اسم مستخدم من مدير النظام.</translation>
    </message>
    <message>
        <source>Reached: {address}. This is an MMC Console server.</source>
        <translation>تم الوصول إلى {address}. هذا خادم منصة العيادات MMC.</translation>
    </message>
    <message>
        <source>Enter the server&apos;s address, for example https://clinic-srv.local:8765</source>
        <translation>أدخل عنوان الخادم، مثل https://clinic-srv.local:8765</translation>
    </message>
    <message>
        <source>This is no address. It looks like https://clinic-srv.local:8765</source>
        <translation>هذا ليس عنوانًا. شكل العنوان: https://clinic-srv.local:8765</translation>
    </message>
    <message>
        <source>Over the network only https:// is safe. Ask for the server&apos;s https address.</source>
        <translation>عبر الشبكة لا يؤمَن إلا https://. اطلب عنوان https للخادم.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not known to this PC. Do not continue until an administrator confirms it.</source>
        <translation>شهادة الخادم غير معروفة لهذا الجهاز. لا تتابع قبل تأكيد مدير النظام.</translation>
    </message>
    <message>
        <source>What answered is not an MMC Console server. Check the address and the port.</source>
        <translation>ما أجاب ليس خادم منصة العيادات MMC. راجع العنوان والمنفذ.</translation>
    </message>
    <message>
        <source>Nobody answers there. Check the address, the cable or Wi-Fi, and that the server runs.</source>
        <translation>لا جواب من هذا العنوان. تحقّق من العنوان ومن كابل الشبكة أو Wi-Fi ومن أن الخادم يعمل.</translation>
    </message>
    <message>
        <source>Choose a folder of this PC with its whole path.</source>
        <translation>اختر مجلدًا على هذا الجهاز بمساره الكامل.</translation>
    </message>
    <message>
        <source>This folder cannot be made or written. Choose another one.</source>
        <translation>تعذّر إنشاء هذا المجلد أو الكتابة فيه. اختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>There is not enough room: {n} GB are needed. Choose another folder.</source>
        <translation>المساحة غير كافية: يلزم {n} غ.ب. اختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>The two passwords are not the same. Type the second one again.</source>
        <translation>كلمتا المرور غير متطابقتين. أعد كتابة الثانية.</translation>
    </message>
    <message>
        <source>Enter a user name.</source>
        <translation>أدخل اسم مستخدم.</translation>
    </message>
    <message>
        <source>Use Latin letters, digits, dot, dash and underscore, so that every keyboard can type it.</source>
        <translation>استخدم حروفًا لاتينية وأرقامًا ونقطة وشرطة وشرطة سفلية، لتُكتب على أي لوحة مفاتيح.</translation>
    </message>
    <message>
        <source>This user name is taken. Choose another one.</source>
        <translation>اسم المستخدم هذا مستخدم من قبل. اختر اسمًا آخر.</translation>
    </message>
    <message>
        <source>Choose the clinic.</source>
        <translation>اختر العيادة.</translation>
    </message>
    <message>
        <source>This user was not added.</source>
        <translation>لم يُضَف هذا المستخدم.</translation>
    </message>
    <message>
        <source>The server did not answer in time. Try again; if it happens again, choose another folder.</source>
        <translation>لم يُجب الخادم في الوقت المحدد. أعد المحاولة، وإن تكرّر ذلك فاختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>The server could not start.</source>
        <translation>تعذّر بدء الخادم.</translation>
    </message>
    <message>
        <source>The server ended by itself.</source>
        <translation>توقّف الخادم من تلقاء نفسه.</translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message>
        <source>Copy the backup to a folder of the server</source>
        <translation>نسخ النسخة إلى مجلد على الخادم</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>The folder as the server&apos;s PC names it, such as a disk that was just plugged in there. The copy is checked after it is written.</source>
        <translation>المجلد كما يسمّيه جهاز الخادم، مثل قرص وُصل به للتو. تُفحص النسخة بعد كتابتها.</translation>
    </message>
    <message>
        <source>Folder on the server</source>
        <translation>مجلد على الخادم</translation>
    </message>
</context>
<context>
    <name>FormCard</name>
    <message>
        <source>New ticket</source>
        <translation>تذكرة جديدة</translation>
    </message>
    <message>
        <source>ID or service number</source>
        <translation>رقم الهوية أو رقم الخدمة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>الجنس</translation>
    </message>
    <message>
        <source>Man</source>
        <translation>رجل</translation>
    </message>
    <message>
        <source>Woman</source>
        <translation>امرأة</translation>
    </message>
    <message>
        <source>Exam pathway</source>
        <translation>مسار الفحوصات</translation>
    </message>
    <message>
        <source>First clinic</source>
        <translation>العيادة الأولى</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>أولوية</translation>
    </message>
    <message>
        <source>Why first</source>
        <translation>سبب الأولوية</translation>
    </message>
    <message>
        <source>Choose a reason…</source>
        <translation>اختر السبب…</translation>
    </message>
    <message>
        <source>Last: {ticket}</source>
        <translation>الأخيرة: {ticket}</translation>
    </message>
    <message>
        <source>Open the visit</source>
        <translation>فتح الزيارة</translation>
    </message>
    <message>
        <source>Take it up</source>
        <translation>استكمالها</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>بدء مسار جديد</translation>
    </message>
    <message>
        <source>Exam pathway (first: {clinic})</source>
        <translation>مسار الفحوصات (أولًا: {clinic})</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message>
        <source>The administration asks for the password</source>
        <translation>الإدارة تحتاج إلى كلمة المرور</translation>
    </message>
    <message>
        <source>You came in by PIN. It is enough for the work at the desks, but not for the administration. Sign in again with your password; then this page goes on.</source>
        <translation>دخلت بالرمز السري، وهو يكفي للعمل مع المراجعين ولا يكفي للإدارة. سجّل الدخول من جديد بكلمة مرورك، ثم تتابع العمل في هذه الصفحة.</translation>
    </message>
    <message>
        <source>A PIN is not enough for the administration. Type your password to go on.</source>
        <translation>لا يكفي الرمز السري للإدارة. أدخل كلمة المرور للمتابعة.</translation>
    </message>
</context>
<context>
    <name>GenderPanel</name>
    <message>
        <source>Who is to be examined?</source>
        <translation>من المراجع؟</translation>
    </message>
    <message>
        <source>Man</source>
        <translation>رجل</translation>
    </message>
    <message>
        <source>Woman</source>
        <translation>امرأة</translation>
    </message>
</context>
<context>
    <name>HealthView</name>
    <message>
        <source>System health</source>
        <translation>حالة النظام</translation>
    </message>
    <message>
        <source>Stations and boards</source>
        <translation>الأجهزة وشاشات الانتظار</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>الجهاز</translation>
    </message>
    <message>
        <source>User</source>
        <translation>المستخدم</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>معلّق</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>آخر ظهور</translation>
    </message>
    <message>
        <source>Needs</source>
        <translation>يحتاج إلى</translation>
    </message>
    <message>
        <source>No station has signed in yet.</source>
        <translation>لم يسجّل أي جهاز دخوله بعد.</translation>
    </message>
    <message>
        <source>No station is called “{q}”.</source>
        <translation>لا جهاز باسم «{q}».</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>فحص الآن</translation>
    </message>
    <message>
        <source>Planned maintenance…</source>
        <translation>الصيانة المخططة…</translation>
    </message>
</context>
<context>
    <name>HistoryCard</name>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من</translation>
    </message>
    <message>
        <source>How it stands</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Do not publish it</source>
        <translation>إلغاء النشر</translation>
    </message>
    <message>
        <source>Take it up as the draft</source>
        <translation>اتخاذه مسودة</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>جارٍ التحميل…</translation>
    </message>
    <message>
        <source>Publication</source>
        <translation>نشر</translation>
    </message>
    <message>
        <source>Holds now</source>
        <translation>ساري الآن</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>إصدار</translation>
    </message>
    <message>
        <source>Saved draft</source>
        <translation>مسودة محفوظة</translation>
    </message>
    <message>
        <source>Choose a publication that waits.</source>
        <translation>اختر عملية نشر تنتظر.</translation>
    </message>
    <message>
        <source>Choose a version or a saved draft.</source>
        <translation>اختر إصداراً أو مسودة محفوظة.</translation>
    </message>
</context>
<context>
    <name>InUseWindow</name>
    <message>
        <source>MMC Console</source>
        <translation>منصة العيادات MMC</translation>
    </message>
    <message>
        <source>The console is open already</source>
        <translation>المنصة مفتوحة بالفعل</translation>
    </message>
    <message>
        <source>Another console works with this profile: {device}. Use its window.</source>
        <translation>تعمل منصة أخرى بهذا الملف: {device}. استخدم نافذتها.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>IncidentsPanel</name>
    <message>
        <source>Began</source>
        <translation>البداية</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>الحادث</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>الحوادث</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>ما حدث</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>التسلسل الزمني</translation>
    </message>
    <message>
        <source>Follow-ups</source>
        <translation>إجراءات المتابعة</translation>
    </message>
    <message>
        <source>No incident was opened yet. Open one from an alert, or here.</source>
        <translation>لم يُفتح أي حادث بعد. افتح حادثًا من تنبيه أو من هنا.</translation>
    </message>
    <message>
        <source>Loading the incidents…</source>
        <translation>يجري تحميل الحوادث…</translation>
    </message>
    <message>
        <source>Severity: {what}</source>
        <translation>الدرجة: {what}</translation>
    </message>
    <message>
        <source>Began: {time}</source>
        <translation>البداية: {time}</translation>
    </message>
    <message>
        <source>Time to repair: {what}</source>
        <translation>مدة الإصلاح: {what}</translation>
    </message>
    <message>
        <source>Opened by {user}</source>
        <translation>فتحه {user}</translation>
    </message>
    <message>
        <source>The log has more lines than are shown here.</source>
        <translation>في السجل أسطر أكثر مما يظهر هنا.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>غير معروف بعد</translation>
    </message>
    <message>
        <source>Root cause: {part}</source>
        <translation>السبب الجذري: {part}</translation>
    </message>
    <message>
        <source>The log says nothing of this time.</source>
        <translation>لا يذكر السجل شيئًا عن هذه المدة.</translation>
    </message>
    <message>
        <source>No follow-up yet.</source>
        <translation>لا إجراءات متابعة بعد.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>أُنجز</translation>
    </message>
    <message>
        <source>open</source>
        <translation>مفتوح</translation>
    </message>
</context>
<context>
    <name>IntakeDialog</name>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>ملف آخر…</translation>
    </message>
    <message>
        <source>Save a template…</source>
        <translation>حفظ نموذج…</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>كل الأسطر</translation>
    </message>
    <message>
        <source>With a fault</source>
        <translation>فيها خطأ</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>السطر</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>الخطأ</translation>
    </message>
    <message>
        <source>People of the file</source>
        <translation>المستخدمون في الملف</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>كلمة المرور الأولى</translation>
    </message>
    <message>
        <source>First passwords</source>
        <translation>كلمات المرور الأولى</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>طباعة…</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>حفظ كملف…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Lists of people</source>
        <translation>قوائم المستخدمين</translation>
    </message>
    <message>
        <source>Choose a file of people</source>
        <translation>اختر ملف المستخدمين</translation>
    </message>
    <message>
        <source>Save the file</source>
        <translation>حفظ الملف</translation>
    </message>
    <message>
        <source>Noora Al-Salem</source>
        <translation>نورة السالم</translation>
    </message>
    <message>
        <source>Dr Saad Ali</source>
        <translation>د. سعد علي</translation>
    </message>
    <message>
        <source>Every line has a fault. Mend the file and choose it again.</source>
        <translation>في كل سطر خطأ. صحّح الملف ثم اختره من جديد.</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>لحظة من فضلك.</translation>
    </message>
</context>
<context>
    <name>IntakeWords</name>
    <message>
        <source>User name</source>
        <translation>اسم المستخدم</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>الأدوار</translation>
    </message>
    <message>
        <source>Clinics</source>
        <translation>العيادات</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>A CSV or xlsx file with a heading: user name, name, roles and, for clinicians, clinics.</source>
        <translation>ملف CSV أو Excel سطره الأول عناوين: اسم المستخدم، الاسم، الأدوار، وللأطباء العيادات.</translation>
    </message>
    <message>
        <source>Roles: {what}.</source>
        <translation>الأدوار: {what}.</translation>
    </message>
    <message>
        <source>Clinics: {what}.</source>
        <translation>العيادات: {what}.</translation>
    </message>
    <message>
        <source>Several in one cell are parted by a semicolon. Everybody gets a first password.</source>
        <translation>يُفصل بين القيم في الخلية الواحدة بفاصلة منقوطة. ويحصل كل مستخدم على كلمة مرور أولى.</translation>
    </message>
    <message>
        <source>Reading {file}…</source>
        <translation>تجري قراءة {file}…</translation>
    </message>
    <message>
        <source>{file}, read as {code}: {part}.</source>
        <translation>{file}، قُرئ بصيغة {code}: {part}.</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>لا مستخدمين</numerusform>
            <numerusform>مستخدم واحد</numerusform>
            <numerusform>مستخدمان</numerusform>
            <numerusform>%n مستخدمين</numerusform>
            <numerusform>%n مستخدمًا</numerusform>
            <numerusform>%n مستخدم</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) with a fault.</source>
        <translation>
            <numerusform>لا أسطر فيها خطأ.</numerusform>
            <numerusform>سطر واحد فيه خطأ.</numerusform>
            <numerusform>سطران فيهما خطأ.</numerusform>
            <numerusform>%n أسطر فيها خطأ.</numerusform>
            <numerusform>%n سطرًا فيها خطأ.</numerusform>
            <numerusform>%n سطر فيها خطأ.</numerusform>
        </translation>
    </message>
    <message>
        <source>No fault was found.</source>
        <translation>لا خطأ فيه.</translation>
    </message>
    <message>
        <source>This user name stands in the file already.</source>
        <translation>اسم المستخدم هذا مذكور في الملف من قبل.</translation>
    </message>
    <message>
        <source>There is no role {role}.</source>
        <translation>لا يوجد دور باسم {role}.</translation>
    </message>
    <message>
        <source>The centre has no clinic {clinic}.</source>
        <translation>لا عيادة في المركز باسم {clinic}.</translation>
    </message>
    <message>
        <source>A clinician works in at least one clinic: write it.</source>
        <translation>يعمل الطبيب في عيادة واحدة على الأقل: اكتبها.</translation>
    </message>
    <message>
        <source>Write at least one role.</source>
        <translation>اكتب دورًا واحدًا على الأقل.</translation>
    </message>
    <message>
        <source>The user name is missing.</source>
        <translation>اسم المستخدم ناقص.</translation>
    </message>
    <message>
        <source>The name is missing.</source>
        <translation>الاسم ناقص.</translation>
    </message>
    <message>
        <source>More cells than the heading: put a name with a separator between quotes.</source>
        <translation>الخلايا أكثر من العناوين: ضع الاسم الذي فيه فاصلة بين علامتي تنصيص.</translation>
    </message>
    <message>
        <source>This file is empty.</source>
        <translation>هذا الملف فارغ.</translation>
    </message>
    <message>
        <source>There is a heading in this file, and nobody below it.</source>
        <translation>في هذا الملف عناوين فقط ولا أحد تحتها.</translation>
    </message>
    <message>
        <source>This file is too large: at most {n} MB.</source>
        <translation>هذا الملف كبير جدًا: الحد الأعلى {n} ميغابايت.</translation>
    </message>
    <message>
        <source>Too many people in one file: at most {n}. Part it.</source>
        <translation>عدد المستخدمين في الملف كبير جدًا: الحد الأعلى {n}. قسّم الملف.</translation>
    </message>
    <message>
        <source>This is neither a CSV nor an xlsx file. Save it as one of them.</source>
        <translation>هذا ليس ملف CSV ولا Excel. احفظه بإحدى الصيغتين.</translation>
    </message>
    <message>
        <source>This xlsx file is damaged. Save it again, or save it as CSV.</source>
        <translation>ملف Excel هذا تالف. احفظه من جديد أو احفظه بصيغة CSV.</translation>
    </message>
    <message>
        <source>From line {n} on this file cannot be parted into cells: a quotation mark is open.</source>
        <translation>لا يمكن تقسيم الملف إلى خلايا من السطر {n}: علامة تنصيص غير مغلقة.</translation>
    </message>
    <message>
        <source>The column {field} is missing. The heading must name it.</source>
        <translation>العمود «{field}» ناقص. يجب أن يُذكر في سطر العناوين.</translation>
    </message>
    <message>
        <source>The column {field} stands in the heading twice.</source>
        <translation>العمود «{field}» مذكور في سطر العناوين مرتين.</translation>
    </message>
    <message>
        <source>This file cannot be read. Close it elsewhere, or choose another one.</source>
        <translation>تتعذر قراءة هذا الملف. أغلقه إن كان مفتوحًا أو اختر غيره.</translation>
    </message>
    <message>
        <source>Nobody was added: look at the lines with a fault.</source>
        <translation>لم يُضَف أحد: انظر في الأسطر التي فيها خطأ.</translation>
    </message>
    <message>
        <source>The line broke. Whether they were added is not known yet: ask again.</source>
        <translation>انقطع الاتصال. لا يُعرف بعد هل أُضيفوا: اسأل من جديد.</translation>
    </message>
    <message>
        <source>Saved as {file}. Lines that begin with # are not read.</source>
        <translation>حُفظ باسم {file}. لا تُقرأ الأسطر التي تبدأ بعلامة #.</translation>
    </message>
    <message>
        <source>Saved as {file}. Delete it when everybody has their own.</source>
        <translation>حُفظ باسم {file}. احذفه بعد أن يغيّر الجميع كلمات مرورهم.</translation>
    </message>
    <message>
        <source>Printed.</source>
        <translation>تمت الطباعة.</translation>
    </message>
    <message>
        <source>Nothing was printed. Check the printer.</source>
        <translation>لم يُطبع شيء. تحقق من الطابعة.</translation>
    </message>
    <message>
        <source>The file could not be written there. Choose another place.</source>
        <translation>تعذّرت كتابة الملف هناك. اختر مكانًا آخر.</translation>
    </message>
    <message>
        <source>They are handed over: close</source>
        <translation>سُلّمت: إغلاق</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>اسأل من جديد</translation>
    </message>
    <message numerus="yes">
        <source>Add the %n without a fault</source>
        <translation>
            <numerusform>لا أحد بلا خطأ</numerusform>
            <numerusform>إضافة الوحيد الذي بلا خطأ</numerusform>
            <numerusform>إضافة الاثنين اللذين بلا خطأ</numerusform>
            <numerusform>إضافة %n بلا خطأ</numerusform>
            <numerusform>إضافة %n بلا خطأ</numerusform>
            <numerusform>إضافة %n بلا خطأ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add all %n</source>
        <translation>
            <numerusform>لا أحد للإضافة</numerusform>
            <numerusform>إضافة المستخدم</numerusform>
            <numerusform>إضافة المستخدمَين</numerusform>
            <numerusform>إضافة المستخدمين الـ%n</numerusform>
            <numerusform>إضافة المستخدمين الـ%n</numerusform>
            <numerusform>إضافة المستخدمين الـ%n</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>اختيار ملف…</translation>
    </message>
    <message numerus="yes">
        <source>First passwords of %n person(s)</source>
        <translation>
            <numerusform>لا كلمات مرور أولى</numerusform>
            <numerusform>كلمة المرور الأولى لمستخدم واحد</numerusform>
            <numerusform>كلمتا المرور الأوليان لمستخدمَين</numerusform>
            <numerusform>كلمات المرور الأولى لـ%n مستخدمين</numerusform>
            <numerusform>كلمات المرور الأولى لـ%n مستخدمًا</numerusform>
            <numerusform>كلمات المرور الأولى لـ%n مستخدم</numerusform>
        </translation>
    </message>
    <message>
        <source>People from a file</source>
        <translation>مستخدمون من ملف</translation>
    </message>
    <message>
        <source>First passwords are made: {n} of {total}</source>
        <translation>تُنشأ كلمات المرور الأولى: {n} من {total}</translation>
    </message>
    <message>
        <source>They are shown once. Print or save them, hand them out in person, never by mail; at the first sign-in another one has to be chosen.</source>
        <translation>تُعرض مرة واحدة. اطبعها أو احفظها وسلّمها باليد لا بالبريد؛ وعند أول تسجيل دخول تُختار كلمة أخرى.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) with a fault were left out. Mend them and choose the file again.</source>
        <translation>
            <numerusform>لم تُترك أسطر.</numerusform>
            <numerusform>تُرك سطر واحد فيه خطأ. صحّحه ثم اختر الملف من جديد.</numerusform>
            <numerusform>تُرك سطران فيهما خطأ. صحّحهما ثم اختر الملف من جديد.</numerusform>
            <numerusform>تُركت %n أسطر فيها خطأ. صحّحها ثم اختر الملف من جديد.</numerusform>
            <numerusform>تُرك %n سطرًا فيها خطأ. صحّحها ثم اختر الملف من جديد.</numerusform>
            <numerusform>تُرك %n سطر فيها خطأ. صحّحها ثم اختر الملف من جديد.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IssuedBox</name>
    <message>
        <source>Print again</source>
        <translation>إعادة الطباعة</translation>
    </message>
    <message>
        <source>Show large</source>
        <translation>عرض مكبّر</translation>
    </message>
</context>
<context>
    <name>KeyBar</name>
    <message>
        <source>All keys</source>
        <translation>كل الاختصارات</translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Recovery key of the backups</source>
        <translation>مفتاح استرداد النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>It is on paper: close</source>
        <translation>أصبح على الورق: إغلاق</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>طباعة…</translation>
    </message>
    <message>
        <source>This is shown once. Whoever has it and a backup can read the centre&apos;s data: put the paper into a safe place, away from the server. With it and the recovery plan the centre comes back on a new PC.</source>
        <translation>يُعرض هذا مرة واحدة. من يملكه مع نسخة يستطيع قراءة بيانات المركز: ضع الورقة في مكان آمن بعيدًا عن الخادم. به وبخطة الاسترداد يعود المركز على جهاز جديد.</translation>
    </message>
    <message>
        <source>Key {id}</source>
        <translation>المفتاح {id}</translation>
    </message>
</context>
<context>
    <name>KeyPaper</name>
    <message>
        <source>Recovery key of the backups</source>
        <translation>مفتاح استرداد النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Key {id}, printed {date}</source>
        <translation>المفتاح {id}، طُبع {date}</translation>
    </message>
    <message>
        <source>Whoever has this sheet and a backup can read the centre&apos;s data. Keep it in a safe place, away from the server; a second copy elsewhere is written by hand.</source>
        <translation>من يملك هذه الورقة مع نسخة يستطيع قراءة بيانات المركز. احفظها في مكان آمن بعيدًا عن الخادم، وتُكتب نسخة ثانية باليد لمكان آخر.</translation>
    </message>
    <message>
        <source>With it a new PC brings the centre back: install the program, connect the disk with the backups, and follow the recovery plan. Capital and small letters and the hyphens do not matter when it is typed.</source>
        <translation>به يعود المركز على جهاز جديد: ثبّت البرنامج، وصِل قرص النسخ، واتبع خطة الاسترداد. لا فرق عند الكتابة بين الأحرف الكبيرة والصغيرة ولا أثر للشرطات.</translation>
    </message>
</context>
<context>
    <name>KeysTab</name>
    <message>
        <source>Keys of the server</source>
        <translation>مفاتيح الخادم</translation>
    </message>
    <message>
        <source>For</source>
        <translation>الغرض</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>منذ</translation>
    </message>
    <message>
        <source>Recovery copy</source>
        <translation>نسخة الاسترداد</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>A new key is used at once; what stands under the old one is brought over while people work. The keys of the database, the audit and the patient pages are not exchanged here.</source>
        <translation>يُستعمل المفتاح الجديد فورًا، وتُنقل البيانات القائمة إليه في أثناء العمل. لا تُبدَّل هنا مفاتيح قاعدة البيانات وسجل التدقيق وصفحات المراجعين.</translation>
    </message>
    <message>
        <source>Loading the keys…</source>
        <translation>جارٍ تحميل المفاتيح…</translation>
    </message>
</context>
<context>
    <name>KioskView</name>
    <message>
        <source>Without the server for now. You can register all the same.</source>
        <translation>لا اتصال بالخادم الآن. يمكنك التسجيل مع ذلك.</translation>
    </message>
    <message>
        <source>One moment, please…</source>
        <translation>لحظة من فضلك…</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
</context>
<context>
    <name>KioskWords</name>
    <message>
        <source>Enter your ID number first.</source>
        <translation>أدخل رقمك أولًا.</translation>
    </message>
    <message>
        <source>The number must have 2 to 12 digits. Check the number.</source>
        <translation>يجب أن يتكوّن الرقم من 2 إلى 12 خانة. تحقّق من الرقم.</translation>
    </message>
    <message>
        <source>This card could not be read. Clear, then scan your ID card or enter the number.</source>
        <translation>تعذّرت قراءة هذه البطاقة. اضغط «مسح»، ثم مرّر بطاقتك أو أدخل الرقم.</translation>
    </message>
    <message>
        <source>Clear first, then scan your ID card or enter the number.</source>
        <translation>اضغط «مسح» أولًا، ثم مرّر بطاقتك أو أدخل الرقم.</translation>
    </message>
    <message>
        <source>Today is no working day. You can register all the same.</source>
        <translation>اليوم ليس يوم عمل. يمكنك التسجيل مع ذلك.</translation>
    </message>
    <message>
        <source>Registration is from {from} to {until}. You can register all the same.</source>
        <translation>التسجيل من {from} إلى {until}. يمكنك التسجيل مع ذلك.</translation>
    </message>
    <message>
        <source>Many people have just registered here. Wait a minute, then try again.</source>
        <translation>سجّل هنا كثيرون قبل قليل. انتظر دقيقة ثم حاول مجددًا.</translation>
    </message>
    <message>
        <source>This exam is not for you. Please go to reception.</source>
        <translation>هذا الفحص غير متاح لك. توجّه إلى الاستقبال من فضلك.</translation>
    </message>
    <message>
        <source>The first clinic of this exam is closed now. Please go to reception.</source>
        <translation>العيادة الأولى لهذا الفحص مغلقة الآن. توجّه إلى الاستقبال من فضلك.</translation>
    </message>
    <message>
        <source>You are registered, but your number has not come yet. Please go to reception.</source>
        <translation>تم تسجيلك، لكن رقمك لم يصل بعد. توجّه إلى الاستقبال من فضلك.</translation>
    </message>
    <message>
        <source>You cannot be registered here now. Please go to reception.</source>
        <translation>لا يمكن تسجيلك هنا الآن. توجّه إلى الاستقبال من فضلك.</translation>
    </message>
    <message>
        <source>Enter the user name.</source>
        <translation>أدخل اسم المستخدم.</translation>
    </message>
    <message>
        <source>Enter the password.</source>
        <translation>أدخل كلمة المرور.</translation>
    </message>
    <message>
        <source>This account is not a kiosk&apos;s. Add one with the role kiosk, and sign in here with its password.</source>
        <translation>هذا الحساب ليس حساب جهاز تسجيل ذاتي. أضف حسابًا لهذا الدور، ثم سجّل الدخول هنا بكلمة مروره.</translation>
    </message>
    <message>
        <source>The kiosk&apos;s account has ended. Sign in again with a kiosk&apos;s account.</source>
        <translation>انتهى حساب جهاز التسجيل الذاتي. سجّل الدخول مجددًا بحساب جهاز تسجيل ذاتي.</translation>
    </message>
    <message>
        <source>Only an administrator, a supervisor or the kiosk&apos;s own password opens this.</source>
        <translation>لا يفتح هذا إلا مسؤول النظام أو المشرف أو كلمة مرور الجهاز نفسه.</translation>
    </message>
    <message>
        <source>Usually {least} to {most} min</source>
        <translation>عادةً من {least} إلى {most} د</translation>
    </message>
    <message numerus="yes">
        <source>Back to the start in %n second(s)</source>
        <translation>
            <numerusform>العودة إلى البداية الآن</numerusform>
            <numerusform>العودة إلى البداية بعد ثانية واحدة</numerusform>
            <numerusform>العودة إلى البداية بعد ثانيتين</numerusform>
            <numerusform>العودة إلى البداية بعد %n ثوانٍ</numerusform>
            <numerusform>العودة إلى البداية بعد %n ثانية</numerusform>
            <numerusform>العودة إلى البداية بعد %n ثانية</numerusform>
        </translation>
    </message>
    <message>
        <source>Take your ticket.</source>
        <translation>خذ تذكرتك.</translation>
    </message>
    <message>
        <source>Your ticket is being printed…</source>
        <translation>تُطبع تذكرتك الآن…</translation>
    </message>
    <message>
        <source>There is no paper. Write the number down, or photograph this screen.</source>
        <translation>لا يوجد ورق. اكتب الرقم أو صوّر هذه الشاشة.</translation>
    </message>
    <message>
        <source>Your number is {ticket}</source>
        <translation>رقمك هو {ticket}</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>English</source>
        <comment>this language&apos;s name in itself</comment>
        <translation>العربية</translation>
    </message>
    <message>
        <source>EN</source>
        <comment>this language on a small button</comment>
        <translation>ع</translation>
    </message>
</context>
<context>
    <name>LargeNumber</name>
    <message>
        <source>Number without paper</source>
        <translation>الرقم دون ورقة</translation>
    </message>
</context>
<context>
    <name>LetterPad</name>
    <message>
        <source>Capital letters</source>
        <translation>أحرف كبيرة</translation>
    </message>
    <message>
        <source>Signs</source>
        <translation>رموز</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>مسافة</translation>
    </message>
    <message>
        <source>Delete the last letter</source>
        <translation>حذف الحرف الأخير</translation>
    </message>
</context>
<context>
    <name>LineDialog</name>
    <message>
        <source>A line of the log</source>
        <translation>سطر من السجل</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>As the log keeps it. No name or number of a patient is in it.</source>
        <translation>كما هو محفوظ في السجل، وليس فيه اسم مراجع ولا رقمه.</translation>
    </message>
</context>
<context>
    <name>LineWidget</name>
    <message>
        <source>Earlier</source>
        <translation>أبكر</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>أبعد</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>No</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>Add a clinic</source>
        <translation>إضافة عيادة</translation>
    </message>
    <message>
        <source>It is the first already.</source>
        <translation>هو الأول أصلًا.</translation>
    </message>
    <message>
        <source>It is the last already.</source>
        <translation>هو الأخير أصلًا.</translation>
    </message>
</context>
<context>
    <name>LineWords</name>
    <message>
        <source>Free: {what}</source>
        <translation>المتاح: {what}</translation>
    </message>
    <message>
        <source>Only where patients shall read another name, such as on the board.</source>
        <translation>فقط حيث يقرأ المراجعون اسماً آخر، كما على الشاشة.</translation>
    </message>
    <message>
        <source>Waits are told from it until the day&apos;s own pace is known.</source>
        <translation>تُقدَّر منه مدد الانتظار إلى أن تُعرف سرعة اليوم.</translation>
    </message>
    <message>
        <source>Typed before a restore. It never changes.</source>
        <translation>يُكتب قبل الاستعادة، ولا يتغيّر أبدًا.</translation>
    </message>
    <message>
        <source>Such as Asia/Riyadh.</source>
        <translation>مثل Asia/Riyadh.</translation>
    </message>
    <message>
        <source>Where patients&apos; phones reach the server; empty: no paper carries an address.</source>
        <translation>حيث تصل هواتف المراجعين إلى الخادم؛ إن تُرك فارغاً لا تحمل الأوراق عنواناً.</translation>
    </message>
    <message>
        <source>Then numbers begin again at 001 and open tickets are over.</source>
        <translation>عندها تبدأ الأرقام من 001 وتنتهي الأدوار المفتوحة.</translation>
    </message>
    <message>
        <source>On other days reception is warned, and can go on with one key.</source>
        <translation>في الأيام الأخرى يُنبَّه الاستقبال، ويمكنه المتابعة بمفتاح واحد.</translation>
    </message>
    <message>
        <source>Above it reception is warned, and can go on with one key.</source>
        <translation>فوق ذلك يُنبَّه الاستقبال، ويمكنه المتابعة بمفتاح واحد.</translation>
    </message>
    <message>
        <source>So many calls in a row go to those with priority while others wait.</source>
        <translation>عدد النداءات المتتالية لأصحاب الأولوية بينما ينتظر غيرهم.</translation>
    </message>
    <message>
        <source>One key finishes and calls the next, without confirming that somebody came in.</source>
        <translation>مفتاح واحد ينهي وينادي التالي، دون تأكيد الدخول.</translation>
    </message>
    <message>
        <source>A patient leaves a clinic by typing its number of the day.</source>
        <translation>يخرج المراجع من العيادة بكتابة رقمها لذلك اليوم.</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>بالعربية</translation>
    </message>
    <message>
        <source>English</source>
        <translation>بالإنجليزية</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>On the door</source>
        <translation>على الباب</translation>
    </message>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>الرمز</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>نداءات</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>من أصل</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>الأحد</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>الاثنين</translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation>الثلاثاء</translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation>الأربعاء</translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation>الخميس</translation>
    </message>
    <message>
        <source>Friday</source>
        <translation>الجمعة</translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation>السبت</translation>
    </message>
    <message>
        <source>Add a room</source>
        <translation>إضافة غرفة</translation>
    </message>
    <message>
        <source>Add a stage</source>
        <translation>إضافة مرحلة</translation>
    </message>
    <message>
        <source>Add a floor</source>
        <translation>إضافة طابق</translation>
    </message>
    <message>
        <source>Add a sentence</source>
        <translation>إضافة عبارة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Name for patients</source>
        <translation>الاسم للمراجعين</translation>
    </message>
    <message>
        <source>Letter of the tickets</source>
        <translation>حرف الأدوار</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>الطابق</translation>
    </message>
    <message>
        <source>For</source>
        <translation>لمن</translation>
    </message>
    <message>
        <source>Usual time of one examinee, in seconds</source>
        <translation>الوقت المعتاد لمراجع واحد، بالثواني</translation>
    </message>
    <message>
        <source>Leaves with the number of the day, where the centre uses it</source>
        <translation>الخروج برقم اليوم، حيث يستعمله المركز</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>الغرف</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>غرفة</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>المرحلة</translation>
    </message>
    <message>
        <source>Pathways</source>
        <translation>المسارات</translation>
    </message>
    <message>
        <source>Pathway for men</source>
        <translation>مسار الرجال</translation>
    </message>
    <message>
        <source>Pathway for women</source>
        <translation>مسار النساء</translation>
    </message>
    <message>
        <source>Order of the clinics</source>
        <translation>ترتيب العيادات</translation>
    </message>
    <message>
        <source>Order of the exam types</source>
        <translation>ترتيب أنواع الفحص</translation>
    </message>
    <message>
        <source>Name and times</source>
        <translation>الاسم والأوقات</translation>
    </message>
    <message>
        <source>Code of the centre</source>
        <translation>رمز المركز</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>المنطقة الزمنية</translation>
    </message>
    <message>
        <source>The service day begins at</source>
        <translation>يبدأ يوم الخدمة عند</translation>
    </message>
    <message>
        <source>Opens at</source>
        <translation>يفتح عند</translation>
    </message>
    <message>
        <source>Closes at</source>
        <translation>يغلق عند</translation>
    </message>
    <message>
        <source>Registration</source>
        <translation>التسجيل</translation>
    </message>
    <message>
        <source>Working days</source>
        <translation>أيام العمل</translation>
    </message>
    <message>
        <source>Patients a day, at most</source>
        <translation>عدد المراجعين في اليوم على الأكثر</translation>
    </message>
    <message>
        <source>Address for patients&apos; phones</source>
        <translation>العنوان لهواتف المراجعين</translation>
    </message>
    <message>
        <source>Floors, as one walks up</source>
        <translation>الطوابق، بترتيب الصعود</translation>
    </message>
    <message>
        <source>Sentences for patients</source>
        <translation>عبارات للمراجعين</translation>
    </message>
    <message>
        <source>After the last clinic</source>
        <translation>بعد آخر عيادة</translation>
    </message>
    <message>
        <source>Before a stage with</source>
        <translation>قبل مرحلة فيها</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>العبارة</translation>
    </message>
    <message>
        <source>About this file</source>
        <translation>عن هذا الملف</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>اللغات</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>القواعد</translation>
    </message>
    <message>
        <source>Told that the turn is near, so many before</source>
        <translation>التنبيه بقرب الدور قبل هذا العدد</translation>
    </message>
    <message>
        <source>Reminder after a call, in seconds</source>
        <translation>التذكير بعد النداء، بالثواني</translation>
    </message>
    <message>
        <source>Announcements before a no-show</source>
        <translation>الإعلانات قبل تسجيل الغياب</translation>
    </message>
    <message>
        <source>Recalls, at most</source>
        <translation>إعادة النداء على الأكثر</translation>
    </message>
    <message>
        <source>Between two recalls, in seconds</source>
        <translation>بين نداءين معادين، بالثواني</translation>
    </message>
    <message>
        <source>No-show at the earliest after, in seconds</source>
        <translation>أبكر تسجيل للغياب، بالثواني</translation>
    </message>
    <message>
        <source>Back to the queue, at most</source>
        <translation>الإعادة إلى الطابور على الأكثر</translation>
    </message>
    <message>
        <source>Back to the queue after so many</source>
        <translation>الإعادة إلى الطابور بعد هذا العدد</translation>
    </message>
    <message>
        <source>Undo possible for, in minutes</source>
        <translation>مدة إمكان التراجع، بالدقائق</translation>
    </message>
    <message>
        <source>Registrations at one kiosk in a minute</source>
        <translation>التسجيلات في الكشك الواحد في الدقيقة</translation>
    </message>
    <message>
        <source>Share of priority calls</source>
        <translation>حصة نداءات الأولوية</translation>
    </message>
    <message>
        <source>Simple flow</source>
        <translation>التدفق البسيط</translation>
    </message>
    <message>
        <source>Exit numbers</source>
        <translation>أرقام الخروج</translation>
    </message>
    <message>
        <source>Wait for the number, in seconds</source>
        <translation>انتظار الرقم، بالثواني</translation>
    </message>
</context>
<context>
    <name>LockView</name>
    <message>
        <source>User name</source>
        <translation>اسم المستخدم</translation>
    </message>
    <message>
        <source>Current ticket {ticket}</source>
        <translation>الرقم الحالي {ticket}</translation>
    </message>
    <message>
        <source>Please wait…</source>
        <translation>يرجى الانتظار…</translation>
    </message>
    <message>
        <source>This PC is locked. Work goes on.</source>
        <translation>الجهاز مقفل، والعمل مستمر.</translation>
    </message>
    <message>
        <source>This PC is locked. Work goes on in: {clinic}</source>
        <translation>الجهاز مقفل، والعمل مستمر في: {clinic}</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>الرمز السري أو كلمة المرور</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>مستخدم آخر</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Current ticket</source>
        <translation>الرقم الحالي</translation>
    </message>
    <message>
        <source>The queue goes on and recorded work is sent. Unlock to see names and to work.</source>
        <translation>قائمة الانتظار مستمرة، وما سُجّل يُرسل. افتح القفل لرؤية الأسماء ومتابعة العمل.</translation>
    </message>
    <message>
        <source>Who works here now?</source>
        <translation>من يعمل هنا الآن؟</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>فتح القفل</translation>
    </message>
</context>
<context>
    <name>LogsPanel</name>
    <message>
        <source>Text, request id or action id</source>
        <translation>نص أو معرّف طلب أو معرّف إجراء</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>المستويات</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>المصدر</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>المستوى</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>المصدر</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>النص</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>السجلات</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>يجري البحث…</translation>
    </message>
</context>
<context>
    <name>MachineTab</name>
    <message>
        <source>Loading…</source>
        <translation>جارٍ التحميل…</translation>
    </message>
</context>
<context>
    <name>MissingBox</name>
    <message>
        <source>Written by hand</source>
        <translation>كُتب يدويًا</translation>
    </message>
    <message>
        <source>Without a paper: {part}</source>
        <translation>دون ورقة: {part}</translation>
    </message>
    <message>
        <source>{ticket} instead of {label}</source>
        <translation>{ticket} بدل {label}</translation>
    </message>
    <message>
        <source>Print {ticket}</source>
        <translation>طباعة {ticket}</translation>
    </message>
</context>
<context>
    <name>MyDayView</name>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>محوَّل</translation>
    </message>
    <message>
        <source>Average wait</source>
        <translation>متوسط الانتظار</translation>
    </message>
    <message>
        <source>Average exam</source>
        <translation>متوسط الفحص</translation>
    </message>
    <message>
        <source>My day</source>
        <translation>يومي</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>رقم الدور</translation>
    </message>
    <message>
        <source>Examinee</source>
        <translation>المراجع</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>النداء</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>الحضور</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>الإغلاق</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>الانتظار</translation>
    </message>
    <message>
        <source>Exam</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Shown as of {time}</source>
        <translation>البيانات كما في {time}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>لا شيء للتراجع عنه.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>التفاصيل</translation>
    </message>
    <message>
        <source>Select a row of the list first.</source>
        <translation>حدّد صفًا من القائمة أولًا.</translation>
    </message>
</context>
<context>
    <name>MyDayWords</name>
    <message>
        <source>My own</source>
        <translation>ما يخصني</translation>
    </message>
    <message>
        <source>The whole clinic</source>
        <translation>العيادة كلها</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>محوَّل</translation>
    </message>
    <message>
        <source>Loading the day…</source>
        <translation>يجري تحميل سجل اليوم…</translation>
    </message>
    <message>
        <source>No one of this list matches “{q}”. Check the spelling, or press Esc for the whole list.</source>
        <translation>لا أحد في هذه القائمة يطابق «{q}». تحقّق من الكتابة، أو اضغط Esc لعرض القائمة كلها.</translation>
    </message>
    <message>
        <source>Nothing of this kind today. Choose All to see the others.</source>
        <translation>لا شيء من هذا النوع اليوم. اختر «الكل» لعرض البقية.</translation>
    </message>
    <message>
        <source>You may not call in any clinic. Ask an administrator for access.</source>
        <translation>لا يمكنك الاستدعاء في أي عيادة. اطلب الصلاحية من مدير النظام.</translation>
    </message>
    <message>
        <source>You have called nobody yet today. Call the first on the clinic page (F8).</source>
        <translation>لم يُستدعَ أحد منك اليوم بعد. استدعِ الأول من صفحة العيادة (F8).</translation>
    </message>
    <message>
        <source>Nobody has been called in this clinic yet today. Call the first on the clinic page (F8).</source>
        <translation>لم يُستدعَ أحد في هذه العيادة اليوم بعد. استدعِ الأول من صفحة العيادة (F8).</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name of console {desk}</source>
        <translation>اسم المحطة {desk}</translation>
    </message>
    <message>
        <source>Name it</source>
        <translation>تسمية</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Name; left empty, as it calls itself</source>
        <translation>الاسم؛ إن تُرك فارغًا فكما تسمّي نفسها</translation>
    </message>
    <message>
        <source>At most 80 characters.</source>
        <translation>80 حرفًا على الأكثر.</translation>
    </message>
</context>
<context>
    <name>NextCard</name>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>رقم الدور</translation>
    </message>
    <message>
        <source>Examinee</source>
        <translation>المراجع</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>الانتظار</translation>
    </message>
    <message>
        <source>Admit here…</source>
        <translation>استقبال هنا…</translation>
    </message>
    <message>
        <source>Shown as of {time}</source>
        <translation>البيانات كما في {time}</translation>
    </message>
    <message>
        <source>Expected soon: {what}</source>
        <translation>المتوقع قريبًا: {what}</translation>
    </message>
    <message>
        <source>{ticket} is for {clinic}</source>
        <translation>الرقم {ticket} مخصص لـ: {clinic}</translation>
    </message>
    <message>
        <source>Loading the queue…</source>
        <translation>يجري تحميل قائمة الانتظار…</translation>
    </message>
    <message>
        <source>No one in this clinic today matches “{q}”. Check the spelling, or press Esc for the queue.</source>
        <translation>لا أحد في هذه العيادة اليوم يطابق «{q}». راجع الكتابة أو اضغط Esc لعرض القائمة.</translation>
    </message>
    <message>
        <source>This PC knows of no one in this clinic who matches “{q}”. Whoever was registered elsewhere since the connection was lost appears when it is back.</source>
        <translation>لا يوجد في هذه العيادة من يطابق «{q}» حسب ما وصل إلى هذا الجهاز. من سُجّل في مكان آخر منذ انقطاع الاتصال يظهر عند عودته.</translation>
    </message>
</context>
<context>
    <name>NumberPad</name>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>حذف الخانة الأخيرة</translation>
    </message>
</context>
<context>
    <name>NumberPanel</name>
    <message>
        <source>Your personal or military number</source>
        <translation>رقمك الشخصي أو العسكري</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
</context>
<context>
    <name>NumbersDrawer</name>
    <message>
        <source>Last 24 hours</source>
        <translation>آخر 24 ساعة</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>المدة</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>لم تُقَس بعد</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Save the file</source>
        <translation>حفظ الملف</translation>
    </message>
</context>
<context>
    <name>PageWords</name>
    <message>
        <source>Asking the server…</source>
        <translation>يجري سؤال الخادم…</translation>
    </message>
    <message>
        <source>Everything works. People can work.</source>
        <translation>كل شيء سليم والعمل ممكن.</translation>
    </message>
    <message>
        <source>People can work. {part}</source>
        <translation>العمل ممكن. {part}</translation>
    </message>
    <message>
        <source>People cannot work as usual. See the first card: what is wrong and what to do.</source>
        <translation>لا يمكن العمل كالمعتاد. راجع البطاقة الأولى: الخلل والمطلوب.</translation>
    </message>
    <message>
        <source>The server cannot be asked. {part}</source>
        <translation>تعذّر سؤال الخادم. {part}</translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) need attention.</source>
        <translation>
            <numerusform>لا فحص يحتاج إلى انتباه.</numerusform>
            <numerusform>فحص واحد يحتاج إلى انتباه.</numerusform>
            <numerusform>فحصان يحتاجان إلى انتباه.</numerusform>
            <numerusform>%n فحوص تحتاج إلى انتباه.</numerusform>
            <numerusform>%n فحصًا يحتاج إلى انتباه.</numerusform>
            <numerusform>%n فحص يحتاج إلى انتباه.</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>يجري الفحص…</translation>
    </message>
    <message>
        <source>Checked just now</source>
        <translation>فُحص الآن</translation>
    </message>
    <message numerus="yes">
        <source>Checked %n second(s) ago</source>
        <translation>
            <numerusform>فُحص الآن</numerusform>
            <numerusform>فُحص منذ ثانية</numerusform>
            <numerusform>فُحص منذ ثانيتين</numerusform>
            <numerusform>فُحص منذ %n ثوانٍ</numerusform>
            <numerusform>فُحص منذ %n ثانية</numerusform>
            <numerusform>فُحص منذ %n ثانية</numerusform>
        </translation>
    </message>
    <message>
        <source>Checked at {time}</source>
        <translation>فُحص عند {time}</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>هذا الجهاز</translation>
    </message>
    <message>
        <source>Since {time}</source>
        <translation>منذ {time}</translation>
    </message>
    <message>
        <source>Not measured yet</source>
        <translation>لم تُقَس بعد</translation>
    </message>
    <message>
        <source>Up {n} %</source>
        <translation>متاح {n}%</translation>
    </message>
    <message>
        <source>Up {n} % since {day}</source>
        <translation>متاح {n}% منذ {day}</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>سليم</translation>
    </message>
    <message>
        <source>Something needed attention</source>
        <translation>احتاج أمر إلى انتباه</translation>
    </message>
    <message>
        <source>Did not work</source>
        <translation>لم يعمل</translation>
    </message>
    <message>
        <source>Server was off</source>
        <translation>كان الخادم متوقفًا</translation>
    </message>
    <message>
        <source>Maintenance, named before</source>
        <translation>صيانة معلنة مسبقًا</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>لم يُقَس</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>مغلق</translation>
    </message>
    <message>
        <source>Not heard</source>
        <translation>لا يُسمع منه</translation>
    </message>
    <message>
        <source>Never heard</source>
        <translation>لم يُسمع منه قط</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>الإصدار {version}</translation>
    </message>
</context>
<context>
    <name>PairingWindow</name>
    <message>
        <source>Pair this screen</source>
        <translation>ربط هذه الشاشة</translation>
    </message>
    <message>
        <source>An administrator makes the code; it is good once, for ten minutes.</source>
        <translation>يُنشئ مدير النظام الرمز، ويصلح مرة واحدة خلال عشر دقائق.</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>عنوان الخادم</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>الرمز</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>ربط</translation>
    </message>
    <message>
        <source>Show the board</source>
        <translation>عرض شاشة الانتظار</translation>
    </message>
    <message>
        <source>This code is wrong, used or too old. Ask for a new one.</source>
        <translation>هذا الرمز غير صحيح أو مستعمل أو انتهت مدته. اطلب رمزًا جديدًا.</translation>
    </message>
    <message>
        <source>Too many tries. Wait a little, then try again.</source>
        <translation>محاولات كثيرة. انتظر قليلًا ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>This server cannot prove who it is. Ask an administrator.</source>
        <translation>تعذّر التحقق من هوية الخادم. راجع مدير النظام.</translation>
    </message>
    <message>
        <source>This is no address of a server: https://…, or http on this PC only.</source>
        <translation>ليس هذا عنوان خادم: https://… أو http على هذا الجهاز فقط.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check the address.</source>
        <translation>لا يمكن الوصول إلى الخادم. تحقّق من العنوان.</translation>
    </message>
    <message>
        <source>The server does not know this screen any more: it was removed, or another one was paired in its place. Ask an administrator for a new code; it is good once, for ten minutes.</source>
        <translation>لم يعد الخادم يعرف هذه الشاشة: أُزيلت، أو رُبطت شاشة أخرى مكانها. اطلب من مدير النظام رمزًا جديدًا، ويصلح مرة واحدة خلال عشر دقائق.</translation>
    </message>
    <message>
        <source>This screen is paired, but there is no room on this PC to remember it: its next start asks for a new code. Free some space before then.</source>
        <translation>رُبطت هذه الشاشة، لكن لا مساحة على هذا الجهاز لحفظ ذلك، فسيُطلب رمز جديد عند تشغيلها التالي. أفرغ بعض المساحة قبل ذلك.</translation>
    </message>
    <message>
        <source>This screen is paired, but this PC could not remember it: its next start asks for a new code. Tell an administrator.</source>
        <translation>رُبطت هذه الشاشة، لكن تعذّر حفظ ذلك على هذا الجهاز، فسيُطلب رمز جديد عند تشغيلها التالي. أبلغ مدير النظام.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>الأوامر</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>اكتب ما تريد فعله</translation>
    </message>
    <message>
        <source>No command has these words. Type others.</source>
        <translation>لا أمر بهذه الكلمات. اكتب غيرها.</translation>
    </message>
</context>
<context>
    <name>PaperWords</name>
    <message>
        <source>Your number</source>
        <translation>رقم دوركم</translation>
    </message>
    <message>
        <source>Room {room}</source>
        <translation>غرفة {room}</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between a floor and a room</comment>
        <translation>، </translation>
    </message>
    <message>
        <source>Where you go today</source>
        <translation>محطاتكم اليوم</translation>
    </message>
    <message>
        <source>Follow your turn on your phone</source>
        <translation>تابعوا دوركم من الهاتف</translation>
    </message>
    <message>
        <source>Keep this ticket until all exams are finished</source>
        <translation>يرجى الاحتفاظ بالتذكرة حتى نهاية جميع الفحوصات</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخة معادة</translation>
    </message>
    <message>
        <source>Test print</source>
        <translation>طباعة تجريبية</translation>
    </message>
</context>
<context>
    <name>PassphraseDialog</name>
    <message>
        <source>Change the passphrase of this PC</source>
        <translation>تغيير عبارة مرور هذا الجهاز</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>The present passphrase</source>
        <translation>عبارة المرور الحالية</translation>
    </message>
    <message>
        <source>The new passphrase</source>
        <translation>عبارة المرور الجديدة</translation>
    </message>
    <message>
        <source>The new one once more</source>
        <translation>العبارة الجديدة مرة أخرى</translation>
    </message>
</context>
<context>
    <name>PassphraseView</name>
    <message>
        <source>Passphrase</source>
        <translation>عبارة المرور</translation>
    </message>
    <message>
        <source>The passphrase once more</source>
        <translation>عبارة المرور مرة أخرى</translation>
    </message>
    <message>
        <source>MMC Console</source>
        <translation>منصة العيادات MMC</translation>
    </message>
    <message>
        <source>Before anything is read or written on this PC</source>
        <translation>قبل قراءة أي شيء أو حفظه على هذا الجهاز</translation>
    </message>
    <message>
        <source>Please wait…</source>
        <translation>يرجى الانتظار…</translation>
    </message>
    <message>
        <source>Choose a passphrase for this PC</source>
        <translation>اختر عبارة مرور لهذا الجهاز</translation>
    </message>
    <message>
        <source>Enter the passphrase of this PC</source>
        <translation>أدخل عبارة مرور هذا الجهاز</translation>
    </message>
    <message>
        <source>The keyring of this PC is locked</source>
        <translation>مخزن مفاتيح هذا الجهاز مقفل</translation>
    </message>
    <message>
        <source>This PC has no keyring. With a passphrase it keeps patients&apos; data encrypted, so that work goes on while the server is away. It is asked for at every start; nobody can find it out for you.</source>
        <translation>لا يوجد مخزن مفاتيح على هذا الجهاز. بعبارة المرور يحفظ بيانات المراجعين مشفّرة، فيستمر العمل عند غياب الخادم. تُطلب عند كل تشغيل، ولا يستطيع أحد معرفتها نيابةً عنك.</translation>
    </message>
    <message>
        <source>It opens the encrypted data of this PC. It is not your own password.</source>
        <translation>تفتح البيانات المشفّرة لهذا الجهاز، وليست كلمة مرورك الشخصية.</translation>
    </message>
    <message>
        <source>The keyring holds the key of this PC&apos;s data, and is locked or not there. Unlock it, for example by signing in to the system, then try again.</source>
        <translation>مفتاح بيانات هذا الجهاز في مخزن المفاتيح، وهو مقفل أو غير موجود. افتحه، مثلًا بتسجيل الدخول إلى نظام التشغيل، ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>حفظ ومتابعة</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
    <message>
        <source>At least 10 characters; several words are easy to remember.</source>
        <translation>10 أحرف على الأقل، وعدة كلمات يسهل تذكّرها.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Go on without, only while connected</source>
        <translation>المتابعة بدونها، أثناء الاتصال فقط</translation>
    </message>
    <message>
        <source>Without it nothing is stored on this PC: while the server is away nobody is registered or called here.</source>
        <translation>بدونها لا يُحفظ شيء على هذا الجهاز، فلا يُسجَّل أحد ولا يُنادى هنا عند غياب الخادم.</translation>
    </message>
</context>
<context>
    <name>PassphraseWords</name>
    <message>
        <source>The passphrase is not correct. Check Caps Lock and the keyboard language.</source>
        <translation>عبارة المرور غير صحيحة. تحقّق من مفتاح الأحرف الكبيرة ومن لغة لوحة المفاتيح.</translation>
    </message>
    <message>
        <source>Too many wrong passphrases. Try again after {time}.</source>
        <translation>أُدخلت عبارات مرور خاطئة كثيرة. أعد المحاولة بعد {time}.</translation>
    </message>
    <message>
        <source>Enter the passphrase.</source>
        <translation>أدخل عبارة المرور.</translation>
    </message>
    <message>
        <source>Use at least {n} characters. Several words are easy to remember.</source>
        <translation>استخدم {n} أحرف على الأقل. عدة كلمات يسهل تذكّرها.</translation>
    </message>
    <message>
        <source>Everybody would try this passphrase. Choose another one.</source>
        <translation>الجميع سيجرّب هذه العبارة. اختر غيرها.</translation>
    </message>
    <message>
        <source>The two passphrases are not the same. Type the second one again.</source>
        <translation>عبارتا المرور غير متطابقتين. أعد كتابة الثانية.</translation>
    </message>
    <message>
        <source>This is the old passphrase. Choose another one.</source>
        <translation>هذه عبارة المرور القديمة. اختر غيرها.</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Your password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>اكتب كلمة المرور.</translation>
    </message>
    <message>
        <source>First password of {name}</source>
        <translation>كلمة المرور الأولى: {name}</translation>
    </message>
    <message>
        <source>It is handed over: close</source>
        <translation>تم التسليم: إغلاق</translation>
    </message>
    <message>
        <source>This is shown once. Hand it over in person, never by mail; at the first sign-in another one has to be chosen.</source>
        <translation>تُعرض مرة واحدة. سلّمها باليد لا بالبريد؛ وعند أول تسجيل دخول تُختار كلمة أخرى.</translation>
    </message>
    <message>
        <source>User name: {user}</source>
        <translation>اسم المستخدم: {user}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>نسخ</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>طباعة…</translation>
    </message>
</context>
<context>
    <name>PasswordPaper</name>
    <message>
        <source>First password of {name}</source>
        <translation>كلمة المرور الأولى: {name}</translation>
    </message>
    <message>
        <source>User name: {user}</source>
        <translation>اسم المستخدم: {user}</translation>
    </message>
    <message>
        <source>At the first sign-in you choose another one. Then destroy this paper.</source>
        <translation>عند أول تسجيل دخول تختار كلمة أخرى. ثم أتلف هذه الورقة.</translation>
    </message>
</context>
<context>
    <name>PendingView</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>الإجراء</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>User</source>
        <translation>المستخدم</translation>
    </message>
    <message>
        <source>Try all again now</source>
        <translation>إعادة محاولة الكل الآن</translation>
    </message>
    <message>
        <source>Export for support…</source>
        <translation>تصدير للدعم الفني…</translation>
    </message>
    <message>
        <source>Pending actions</source>
        <translation>الإجراءات المعلّقة</translation>
    </message>
    <message>
        <source>Last sync {time}</source>
        <translation>آخر مزامنة {time}</translation>
    </message>
    <message>
        <source>Sent or decided in this session ({n})</source>
        <translation>أُرسل أو حُسم في هذه الجلسة ({n})</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Folder for the support file</source>
        <translation>مجلد ملف الدعم الفني</translation>
    </message>
    <message>
        <source>Nothing of this kind. Choose All to see the others.</source>
        <translation>لا شيء من هذا النوع. اختر «الكل» لعرض البقية.</translation>
    </message>
    <message>
        <source>Nothing is waiting to be sent.</source>
        <translation>لا إجراءات بانتظار الإرسال.</translation>
    </message>
    <message>
        <source>Order is kept per ticket: an action waits for the one before it. Stored safely on this PC. Closing the program does not lose them.</source>
        <translation>يُحفظ الترتيب لكل تذكرة: ينتظر الإجراء ما قبله. الإجراءات محفوظة بأمان على هذا الجهاز، وإغلاق البرنامج لا يُضيعها.</translation>
    </message>
    <message>
        <source>This PC has no keyring: closing the program loses them. Keep it open until they are sent.</source>
        <translation>لا يوجد مخزن مفاتيح على هذا الجهاز: إغلاق البرنامج يُضيعها. أبقِه مفتوحًا حتى تُرسل.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>التفاصيل</translation>
    </message>
</context>
<context>
    <name>PendingWords</name>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>بانتظار الإرسال</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>لم يُرسل</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>التعارضات</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>حُسم</translation>
    </message>
    <message>
        <source>The rights of its author have changed. An administrator decides about it.</source>
        <translation>تغيّرت صلاحيات صاحب الإجراء. القرار فيه لمسؤول النظام.</translation>
    </message>
    <message>
        <source>Select an action to see what can be done.</source>
        <translation>اختر إجراءً لعرض الخيارات المتاحة.</translation>
    </message>
    <message>
        <source>The server has taken it.</source>
        <translation>استلمه الخادم.</translation>
    </message>
    <message>
        <source>Somebody has decided about it.</source>
        <translation>حُسم القرار فيه.</translation>
    </message>
    <message>
        <source>It has left this PC, the answer is awaited.</source>
        <translation>أُرسل من هذا الجهاز، وينتظر الرد.</translation>
    </message>
    <message>
        <source>It is sent as soon as its turn has come. Nothing has to be done.</source>
        <translation>سيُرسل حين يأتي دوره. لا يلزم أي إجراء.</translation>
    </message>
    <message>
        <source>Choose another clinic…</source>
        <translation>اختيار عيادة أخرى…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message>
        <source>Keep: {state}</source>
        <translation>الإبقاء على: {state}</translation>
    </message>
    <message>
        <source>Keep the server version</source>
        <translation>الإبقاء على نسخة الخادم</translation>
    </message>
    <message>
        <source>Open again with my action</source>
        <translation>إعادة الفتح بالإجراء المحلي</translation>
    </message>
    <message>
        <source>Keep room {room}</source>
        <translation>الإبقاء على الغرفة {room}</translation>
    </message>
    <message>
        <source>The server was restored from an older copy, and {label} is not back there yet.</source>
        <translation>استُعيد الخادم من نسخة أقدم، والرقم {label} لم يعد إليه بعد.</translation>
    </message>
    <message>
        <source>The server was restored from an older copy, and whoever was in the room then is not back there yet.</source>
        <translation>استُعيد الخادم من نسخة أقدم، ومن كان في الغرفة حينها لم يعد إليه بعد.</translation>
    </message>
    <message>
        <source>The server was restored from an older copy. Try again: {label} is there by another entry.</source>
        <translation>استُعيد الخادم من نسخة أقدم. أعد المحاولة: الرقم {label} موجود هناك بقيد آخر.</translation>
    </message>
    <message>
        <source>Waits for the decision about: {part} ({time})</source>
        <translation>ينتظر القرار في: {part} ({time})</translation>
    </message>
    <message>
        <source>There is no such exam here any more: {exam}. Delete this, and register them anew.</source>
        <translation>لم يعد نوع الفحص هذا موجودًا هنا: {exam}. احذف الإجراء وسجّل المراجع من جديد.</translation>
    </message>
    <message>
        <source>There is no such exam here any more: {exam}. Delete this, register them anew and collect the paper {label}.</source>
        <translation>لم يعد نوع الفحص هذا موجودًا هنا: {exam}. احذف الإجراء وسجّل المراجع من جديد واستعِد الورقة {label}.</translation>
    </message>
    <message>
        <source>The visit {number} had ended already: there was nothing left to cancel.</source>
        <translation>كانت الزيارة {number} قد انتهت، فلم يبقَ ما يُلغى.</translation>
    </message>
    <message>
        <source>The visit {number} has ended, so nobody is admitted with it. Whoever stands there is registered anew.</source>
        <translation>انتهت الزيارة {number}، فلا يُستقبل بها أحد. من حضر إلى هناك يُسجَّل من جديد.</translation>
    </message>
    <message>
        <source>This clinic is closed now: {clinic}. Nobody is admitted there until it opens again.</source>
        <translation>هذه العيادة مغلقة الآن: {clinic}. لا يُستقبل فيها أحد حتى تُفتح من جديد.</translation>
    </message>
    <message>
        <source>Keep the call of {user}</source>
        <translation>الإبقاء على نداء {user}</translation>
    </message>
    <message>
        <source>They were here too</source>
        <translation>حضر هنا أيضًا</translation>
    </message>
    <message>
        <source>Call to room {room} all the same</source>
        <translation>النداء إلى الغرفة {room} رغم ذلك</translation>
    </message>
    <message>
        <source>Move to room {room}</source>
        <translation>النقل إلى الغرفة {room}</translation>
    </message>
    <message>
        <source>Apply my action</source>
        <translation>تطبيق الإجراء المحلي</translation>
    </message>
    <message>
        <source>Delete this unsent action? It will never reach the server: {part}</source>
        <translation>حذف هذا الإجراء غير المرسل؟ لن يصل إلى الخادم أبدًا: {part}</translation>
    </message>
    <message>
        <source>That stays as it is on the server, and your call goes on.</source>
        <translation>يبقى ذلك على الخادم كما هو، ويستمر استدعاؤك.</translation>
    </message>
    <message>
        <source>That stays as it is on the server, and whoever was in your room is finished.</source>
        <translation>يبقى ذلك على الخادم كما هو، ويُسجَّل إنهاء من كان في غرفتك.</translation>
    </message>
    <message>
        <source>The exam here counts once it is finished, and they keep their place there.</source>
        <translation>يُحتسب الفحص هنا عند إنهائه، ويبقى المراجع في مكانه هناك.</translation>
    </message>
    <message>
        <source>Your action is dropped and recorded.</source>
        <translation>يُستبعد الإجراء المحلي ويُسجَّل ذلك.</translation>
    </message>
    <message>
        <source>Your action is carried out after all, and every desk sees it.</source>
        <translation>يُنفَّذ الإجراء المحلي رغم ذلك، وتراه جميع المكاتب.</translation>
    </message>
    <message>
        <source>The same action goes to the clinic you choose.</source>
        <translation>يُوجَّه الإجراء نفسه إلى العيادة المختارة.</translation>
    </message>
    <message>
        <source>The same action is sent once more.</source>
        <translation>يُرسل الإجراء نفسه مرة أخرى.</translation>
    </message>
    <message>
        <source>Deleted: {part}</source>
        <translation>حُذف: {part}</translation>
    </message>
    <message>
        <source>Decided.</source>
        <translation>حُسم القرار.</translation>
    </message>
    <message>
        <source>Decided: {ticket} stays as it is on the server</source>
        <translation>حُسم القرار: يبقى {ticket} كما هو على الخادم</translation>
    </message>
    <message>
        <source>Decided: {ticket} is sent again</source>
        <translation>حُسم القرار: يُرسل {ticket} من جديد</translation>
    </message>
    <message>
        <source>{label} is now {ticket}: hand out the new paper.</source>
        <translation>صار {label} الآن {ticket}: سلّم الورقة الجديدة.</translation>
    </message>
    <message>
        <source>It may have reached the server, or its number is given out. Undo it instead.</source>
        <translation>ربما وصل إلى الخادم، أو أُعطي رقمه لصاحبه. تراجع عنه بدلًا من حذفه.</translation>
    </message>
    <message>
        <source>It may have reached the server, or its number is given out. Cancel the ticket instead.</source>
        <translation>ربما وصل إلى الخادم، أو أُعطي رقمه لصاحبه. ألغِ الدور بدلًا من حذفه.</translation>
    </message>
    <message>
        <source>It may have reached the server, and cannot be undone any more. Put it right by another action where needed.</source>
        <translation>ربما وصل إلى الخادم، ولم يعد التراجع عنه ممكنًا. صحّحه بإجراء آخر عند الحاجة.</translation>
    </message>
    <message>
        <source>Later actions on the same ticket or room build on it. Delete those first.</source>
        <translation>تستند إليه إجراءات لاحقة على الدور نفسه أو الغرفة نفسها. احذفها أولًا.</translation>
    </message>
    <message>
        <source>No other clinic can take this examinee now. Keep it, or try again later.</source>
        <translation>لا توجد عيادة أخرى متاحة لهذا المراجع الآن. أبقِ الإجراء، أو أعد المحاولة لاحقًا.</translation>
    </message>
    <message>
        <source>Written for support: {file}. No names or numbers of examinees are in it.</source>
        <translation>كُتب ملف الدعم الفني: {file}. لا يحوي أسماء المراجعين ولا أرقامهم.</translation>
    </message>
    <message>
        <source>The file could not be written there. Choose another folder.</source>
        <translation>تعذرت كتابة الملف في هذا المجلد. اختر مجلدًا آخر.</translation>
    </message>
    <message>
        <source>It is of an earlier day, and would count as done today. Where it is still needed, do it anew.</source>
        <translation>هذا الإجراء من يوم سابق، وسيُحتسب على اليوم. إن بقيت الحاجة إليه فنفّذه من جديد.</translation>
    </message>
    <message>
        <source>{ticket} is called to another room, or in it, now. Apply this when they come out: it is kept here.</source>
        <translation>الرقم {ticket} في غرفة أخرى الآن، أو تم نداؤه إليها. طبّق الإجراء بعد خروجه منها، فهو محفوظ هنا.</translation>
    </message>
    <message>
        <source>{label} is not back on the server yet, nor is the console that gave it out. Try again when it is: this is kept here.</source>
        <translation>الرقم {label} لم يعد إلى الخادم بعد، ولا الجهاز الذي أصدره. أعد المحاولة عند عودته، فالإجراء محفوظ هنا.</translation>
    </message>
    <message>
        <source>Whoever was in the room is not back on the server yet, nor is the console that gave out their ticket. Try again when it is: this is kept here.</source>
        <translation>من كان في الغرفة لم يعد إلى الخادم بعد، ولا الجهاز الذي أصدر رقمه. أعد المحاولة عند عودته، فالإجراء محفوظ هنا.</translation>
    </message>
    <message>
        <source>Only whoever did it, or a supervisor, decides about it.</source>
        <translation>القرار فيه لصاحب الإجراء أو للمشرف فقط.</translation>
    </message>
    <message>
        <source>Exam: {exam}</source>
        <translation>نوع الفحص: {exam}</translation>
    </message>
    <message>
        <source>Room: {room}</source>
        <translation>الغرفة: {room}</translation>
    </message>
    <message>
        <source>Clinic: {clinic}</source>
        <translation>العيادة: {clinic}</translation>
    </message>
    <message>
        <source>From desk {desk}</source>
        <translation>من المكتب {desk}</translation>
    </message>
    <message>
        <source>State now: {state}</source>
        <translation>الحالة الآن: {state}</translation>
    </message>
    <message>
        <source>Not known here yet.</source>
        <translation>غير معروف هنا بعد.</translation>
    </message>
    <message>
        <source>{ticket} now: {state}, {clinic}</source>
        <translation>{ticket} الآن: {state}، {clinic}</translation>
    </message>
</context>
<context>
    <name>PeopleTab</name>
    <message>
        <source>Filter by name or user name</source>
        <translation>تصفية بالاسم أو اسم المستخدم</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>الدور</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>اسم المستخدم</translation>
    </message>
    <message>
        <source>Last sign-in</source>
        <translation>آخر دخول</translation>
    </message>
    <message>
        <source>All roles</source>
        <translation>كل الأدوار</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>كل الحالات</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} من {total}</translation>
    </message>
    <message>
        <source>Loading the people…</source>
        <translation>جارٍ تحميل المستخدمين…</translation>
    </message>
    <message>
        <source>Nobody fits these filters. Clear them to see everybody.</source>
        <translation>لا أحد يطابق التصفية. امسحها لرؤية الجميع.</translation>
    </message>
    <message>
        <source>What was typed about somebody new is not saved.</source>
        <translation>ما كُتب عن المستخدم الجديد غير محفوظ.</translation>
    </message>
    <message>
        <source>What was typed about {name} is not saved.</source>
        <translation>ما كُتب عن {name} غير محفوظ.</translation>
    </message>
</context>
<context>
    <name>PersonCard</name>
    <message>
        <source>Erase one person</source>
        <translation>محو شخص واحد</translation>
    </message>
    <message>
        <source>Personal or military number</source>
        <translation>الرقم الشخصي أو العسكري</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>لماذا؟</translation>
    </message>
    <message>
        <source>Erase…</source>
        <translation>محو…</translation>
    </message>
    <message>
        <source>Number, name, phone and notes go for ever, on every PC. Visits and figures stay, without a name. Backups hold the person until they age out.</source>
        <translation>يُمحى الرقم والاسم والهاتف والملاحظات نهائياً، في كل جهاز. وتبقى الزيارات والإحصاءات دون اسم. أما النسخ الاحتياطية فتحتفظ بالشخص حتى تنتهي مدتها.</translation>
    </message>
    <message>
        <source>Type a number first.</source>
        <translation>اكتب رقمًا أولًا.</translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation>لا يمكن الوصول إلى الخادم.</translation>
    </message>
    <message>
        <source>Choose why first.</source>
        <translation>اختر السبب أولًا.</translation>
    </message>
    <message>
        <source>A visit of this person is still open.</source>
        <translation>لهذا الشخص زيارة مفتوحة.</translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>User name</source>
        <translation>اسم المستخدم</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>كلمة المرور الأولى</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
</context>
<context>
    <name>PlannedDialog</name>
    <message>
        <source>Planned maintenance</source>
        <translation>الصيانة المخططة</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>A time in which the server stands still is no outage when it was named here beforehand. Consoles are told half an hour before.</source>
        <translation>لا يُعدّ توقف الخادم عطلًا إذا حُدّد وقته هنا مسبقًا. وتُبلّغ المحطات قبل نصف ساعة.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>من</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Named by</source>
        <translation>حدّدها</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>From, as {time}</source>
        <translation>من، مثل {time}</translation>
    </message>
    <message>
        <source>To, as {time}</source>
        <translation>إلى، مثل {time}</translation>
    </message>
    <message>
        <source>Reason, such as a new disk</source>
        <translation>السبب، مثل تبديل القرص</translation>
    </message>
    <message>
        <source>Plan it</source>
        <translation>تخطيط</translation>
    </message>
    <message>
        <source>Nothing is planned.</source>
        <translation>لا صيانة مخططة.</translation>
    </message>
    <message>
        <source>End it now?</source>
        <translation>إنهاؤها الآن؟</translation>
    </message>
    <message>
        <source>Call it off?</source>
        <translation>إلغاؤها؟</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>إبقاؤها</translation>
    </message>
    <message>
        <source>{reason}: from {from} to {until}.</source>
        <translation>{reason}: من {from} إلى {until}.</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>إلغاء الصيانة</translation>
    </message>
    <message>
        <source>End it now…</source>
        <translation>إنهاؤها الآن…</translation>
    </message>
    <message>
        <source>Call it off…</source>
        <translation>إلغاء الصيانة…</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>لحظة من فضلك.</translation>
    </message>
    <message>
        <source>The server has not answered yet.</source>
        <translation>لم يُجب الخادم بعد.</translation>
    </message>
    <message>
        <source>Write a day and a time as {time}.</source>
        <translation>اكتب اليوم والوقت هكذا: {time}.</translation>
    </message>
    <message>
        <source>The end comes after the beginning.</source>
        <translation>النهاية تأتي بعد البداية.</translation>
    </message>
    <message>
        <source>This is over: only what is to come can be planned.</source>
        <translation>انقضى هذا الوقت: لا يُخطَّط إلا لما سيأتي.</translation>
    </message>
    <message>
        <source>At most 31 days.</source>
        <translation>31 يومًا على الأكثر.</translation>
    </message>
    <message>
        <source>Say why.</source>
        <translation>اذكر السبب.</translation>
    </message>
    <message>
        <source>At most 200 characters.</source>
        <translation>200 حرف على الأكثر.</translation>
    </message>
    <message>
        <source>The server did not take this.</source>
        <translation>لم يقبل الخادم هذا.</translation>
    </message>
    <message>
        <source>It is planned.</source>
        <translation>خُطّطت الصيانة.</translation>
    </message>
    <message>
        <source>It has ended.</source>
        <translation>انتهت الصيانة.</translation>
    </message>
    <message>
        <source>It is called off.</source>
        <translation>أُلغيت الصيانة.</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>قادمة</translation>
    </message>
</context>
<context>
    <name>Plugins</name>
    <message>
        <source>Plugin</source>
        <translation>الإضافة</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>عملها</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Sent last</source>
        <translation>آخر إرسال</translation>
    </message>
    <message>
        <source>Last fault</source>
        <translation>آخر خلل</translation>
    </message>
    <message>
        <source>There is no plugin.</source>
        <translation>لا توجد إضافات.</translation>
    </message>
    <message>
        <source>A plugin tells the outside what happens here. Its settings, and names or phones it may read, are given on the server&apos;s command line; switching it on grants neither.</source>
        <translation>الإضافة تنقل إلى الخارج ما يجري هنا. إعداداتها وما يُسمح لها بقراءته من أسماء وهواتف تُعطى من سطر أوامر الخادم؛ والتشغيل لا يمنح شيئًا منها.</translation>
    </message>
</context>
<context>
    <name>PrinterWords</name>
    <message>
        <source>Not set up</source>
        <translation>غير مُعدّة</translation>
    </message>
    <message>
        <source>Reached; it does not tell how it stands</source>
        <translation>متصلة، ولا تُبلغ عن حالتها</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>جاهزة</translation>
    </message>
    <message>
        <source>Ready, but the paper runs low</source>
        <translation>جاهزة والورق يوشك على النفاد</translation>
    </message>
    <message>
        <source>No paper</source>
        <translation>لا ورق</translation>
    </message>
    <message>
        <source>Cover open</source>
        <translation>الغطاء مفتوح</translation>
    </message>
    <message>
        <source>Switched off line</source>
        <translation>متوقفة عن العمل</translation>
    </message>
    <message>
        <source>Reports a fault</source>
        <translation>تُبلغ عن عطل</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>لا يمكن الوصول إليها</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>لا تستجيب</translation>
    </message>
    <message>
        <source>Broke off while printing</source>
        <translation>انقطعت أثناء الطباعة</translation>
    </message>
    <message>
        <source>The folder cannot be written to</source>
        <translation>لا يمكن الكتابة في المجلد</translation>
    </message>
    <message>
        <source>No longer known to this PC</source>
        <translation>لم تعد معروفة لهذا الجهاز</translation>
    </message>
    <message>
        <source>Its driver refused the ticket</source>
        <translation>رفض برنامج تشغيلها التذكرة</translation>
    </message>
    <message>
        <source>The device is not there, or not allowed</source>
        <translation>المنفذ غير موجود أو غير مسموح به</translation>
    </message>
    <message>
        <source>Write the number by hand, and set a printer up under Printing and scanner.</source>
        <translation>اكتب الرقم يدويًا، وأعدّ الطابعة من قائمة المستخدم ضمن «الطباعة والماسح».</translation>
    </message>
    <message>
        <source>Have a new roll at hand.</source>
        <translation>جهّز لفّة ورق جديدة.</translation>
    </message>
    <message>
        <source>Put in a new roll and close the cover.</source>
        <translation>ضع لفّة جديدة وأغلق الغطاء.</translation>
    </message>
    <message>
        <source>Close the cover until it clicks.</source>
        <translation>أغلق الغطاء حتى تسمع صوت الإقفال.</translation>
    </message>
    <message>
        <source>Press the feed or online button on the printer.</source>
        <translation>اضغط زر التغذية أو زر التشغيل في الطابعة.</translation>
    </message>
    <message>
        <source>Switch it off, remove jammed paper, switch it on again.</source>
        <translation>أطفئها وأزل الورق العالق ثم شغّلها من جديد.</translation>
    </message>
    <message>
        <source>Check its power and network cable, and its address under Printing and scanner.</source>
        <translation>تحقّق من التشغيل وكابل الشبكة، ومن عنوانها ضمن «الطباعة والماسح».</translation>
    </message>
    <message>
        <source>Switch it off and on again; another PC may be printing.</source>
        <translation>أطفئها وشغّلها من جديد؛ قد يكون جهاز آخر يطبع الآن.</translation>
    </message>
    <message>
        <source>See whether the ticket came out whole; the next one is marked as a copy.</source>
        <translation>تأكّد من خروج التذكرة كاملة؛ ستحمل التالية عبارة «نسخة معادة».</translation>
    </message>
    <message>
        <source>Choose another folder under Printing and scanner.</source>
        <translation>اختر مجلدًا آخر ضمن «الطباعة والماسح».</translation>
    </message>
    <message>
        <source>Choose the printer again under Printing and scanner.</source>
        <translation>اختر الطابعة من جديد ضمن «الطباعة والماسح».</translation>
    </message>
    <message>
        <source>Look into the system&apos;s list of print jobs.</source>
        <translation>راجع قائمة مهام الطباعة في النظام.</translation>
    </message>
    <message>
        <source>Check the cable, and the port under Printing and scanner.</source>
        <translation>تحقّق من الكابل ومن المنفذ ضمن «الطباعة والماسح».</translation>
    </message>
    <message>
        <source>{ticket} was issued but not printed: {what}. Ctrl+P prints it again.</source>
        <translation>صدرت التذكرة {ticket} ولم تُطبع: {what}. تعيد Ctrl+P طباعتها.</translation>
    </message>
    <message>
        <source>Ticket printer: {what}</source>
        <translation>طابعة التذاكر: {what}</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Something went wrong and nothing was changed. Try again. If it happens again, give support this code: {code}</source>
        <translation>حدث خطأ ولم يتغيّر شيء. أعد المحاولة، وإن تكرّر الخطأ فأرسل هذا الرمز إلى الدعم: {code}</translation>
    </message>
    <message>
        <source>{clinic} has open tickets ({n}). Move those who wait, or publish with the next day.</source>
        <translation>في {clinic} أدوار مفتوحة ({n}). انقل المنتظرين، أو انشر مع اليوم التالي.</translation>
    </message>
    <message>
        <source>Visits of today still lead to {clinic} ({n}). Skip the stop, or publish with the next day.</source>
        <translation>ما زالت زيارات اليوم تمر بـ{clinic} ({n}). تخطَّ المحطة، أو انشر مع اليوم التالي.</translation>
    </message>
    <message>
        <source>{label} is in room {room} of {clinic} now. Finish there first.</source>
        <translation>{label} الآن في الغرفة {room} من {clinic}. أنهِ هناك أولاً.</translation>
    </message>
    <message>
        <source>The service day would change while visits are open ({n}). Publish with the next day.</source>
        <translation>سيتغير يوم الخدمة بينما توجد زيارات مفتوحة ({n}). انشر مع اليوم التالي.</translation>
    </message>
    <message>
        <source>This person is here today: {number}. Erase them when the day is over.</source>
        <translation>هذا الشخص موجود اليوم: {number}. امحه حين ينتهي اليوم.</translation>
    </message>
    <message>
        <source>Somebody else has saved the draft meanwhile. Look at it, then go on.</source>
        <translation>حفظ شخص آخر المسودة في هذه الأثناء. راجعها ثم تابع.</translation>
    </message>
    <message>
        <source>The draft has faults ({n}). Mend what is marked, then publish.</source>
        <translation>في المسودة أخطاء ({n}). أصلح ما هو معلَّم ثم انشر.</translation>
    </message>
    <message>
        <source>Another version was published meanwhile. Look at the differences again.</source>
        <translation>نُشر إصدار آخر في هذه الأثناء. راجع الفروق من جديد.</translation>
    </message>
    <message>
        <source>A publication waits already. Take it back first, under Publications.</source>
        <translation>توجد عملية نشر تنتظر. ألغها أولاً ضمن عمليات النشر.</translation>
    </message>
    <message>
        <source>Choose a moment to come, within a year.</source>
        <translation>اختر وقتاً قادماً خلال سنة.</translation>
    </message>
    <message>
        <source>This value was not taken. The one before stands.</source>
        <translation>لم تُقبل هذه القيمة. تبقى السابقة.</translation>
    </message>
    <message>
        <source>People are being added from another file now. Wait until it has ended.</source>
        <translation>يُضاف مستخدمون من ملف آخر الآن. انتظر حتى ينتهي.</translation>
    </message>
    <message>
        <source>Called off. Nobody of this file was added.</source>
        <translation>أُلغي. لم يُضَف أحد من هذا الملف.</translation>
    </message>
    <message>
        <source>Your role does not allow this: {action}. Ask an administrator for access.</source>
        <translation>هذا الإجراء غير متاح ضمن صلاحياتك: {action}. اطلب الصلاحية من مدير النظام.</translation>
    </message>
    <message>
        <source>You are not assigned to this clinic: {clinic}. Ask an administrator.</source>
        <translation>لست مكلّفًا بهذه العيادة: {clinic}. راجع مدير النظام.</translation>
    </message>
    <message>
        <source>This belongs to a day that is over: {day}. Register a new visit.</source>
        <translation>هذا يخص يومًا انتهى: {day}. سجّل زيارة جديدة.</translation>
    </message>
    <message>
        <source>This action is older than 30 days and was not taken. Tell an administrator.</source>
        <translation>مضى على هذا الإجراء أكثر من 30 يومًا فلم يُقبل. أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>The clock of this PC is wrong. Set the time, then try again.</source>
        <translation>ساعة هذا الجهاز غير مضبوطة. اضبط الوقت ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>This action was not taken: another one carries its mark. Tell an administrator.</source>
        <translation>لم يُقبل هذا الإجراء لأن إجراءً آخر يحمل علامته. أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>Two PCs work as the same desk. Nothing was taken. Tell an administrator.</source>
        <translation>يعمل جهازان باسم المكتب نفسه، ولم يُقبل شيء. أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>Your rights have changed since. An administrator decides about this action.</source>
        <translation>تغيّرت صلاحياتك منذ ذلك الحين. يقرّر مدير النظام في هذا الإجراء.</translation>
    </message>
    <message>
        <source>An administrator has put the centre back to before this action. Do it again if needed.</source>
        <translation>أعاد مدير النظام المركز إلى ما قبل هذا الإجراء. كرّره إن لزم.</translation>
    </message>
    <message>
        <source>There is no such clinic here: {clinic}. Choose another one.</source>
        <translation>لا توجد هنا هذه العيادة: {clinic}. اختر عيادة أخرى.</translation>
    </message>
    <message>
        <source>There is no room {room} in {clinic}. Choose another room.</source>
        <translation>لا توجد الغرفة {room} في {clinic}. اختر غرفة أخرى.</translation>
    </message>
    <message>
        <source>There is no such exam here: {exam}. Choose another one.</source>
        <translation>لا يوجد هنا هذا الفحص: {exam}. اختر فحصًا آخر.</translation>
    </message>
    <message>
        <source>This ticket is not known. Search by name or ID number.</source>
        <translation>هذه التذكرة غير معروفة. ابحث بالاسم أو رقم الهوية.</translation>
    </message>
    <message>
        <source>This visit is not known. Search by name or ID number.</source>
        <translation>هذه الزيارة غير معروفة. ابحث بالاسم أو رقم الهوية.</translation>
    </message>
    <message>
        <source>This examinee is not known. Search by name or ID number.</source>
        <translation>هذا المراجع غير معروف. ابحث بالاسم أو رقم الهوية.</translation>
    </message>
    <message>
        <source>The server does not know this action. Update the program.</source>
        <translation>لا يعرف الخادم هذا الإجراء. حدّث البرنامج.</translation>
    </message>
    <message>
        <source>The number typed at the registration belongs to somebody known already, and the ticket stands in their name; nothing was changed. Register this examinee anew with the right number. Cancel that ticket unless its owner is here.</source>
        <translation>الرقم الذي كُتب عند التسجيل لمراجع آخر معروف من قبل، والتذكرة باسمه، ولم يتغيّر شيء. سجّل هذا المراجع من جديد برقمه الصحيح، وألغِ تلك التذكرة ما لم يكن صاحبها هنا.</translation>
    </message>
    <message>
        <source>The number must have 2 to 12 digits. Check the number.</source>
        <translation>يجب أن يتكوّن الرقم من 2 إلى 12 خانة. راجع الرقم.</translation>
    </message>
    <message>
        <source>Another person has this number. Check it.</source>
        <translation>هذا الرقم لمراجع آخر. راجع الرقم.</translation>
    </message>
    <message>
        <source>This name cannot be stored: at most 120 letters. Check the name.</source>
        <translation>لا يمكن حفظ هذا الاسم: 120 حرفًا على الأكثر. راجع الاسم.</translation>
    </message>
    <message>
        <source>The phone number is not complete. Check it, or leave it empty.</source>
        <translation>رقم الهاتف غير مكتمل. راجعه أو اتركه فارغًا.</translation>
    </message>
    <message>
        <source>The note is too long. Shorten it.</source>
        <translation>الملاحظة أطول من اللازم. اختصرها.</translation>
    </message>
    <message>
        <source>Write the reason; it is kept in the audit record.</source>
        <translation>اكتب السبب؛ سيُحفظ في سجل التدقيق.</translation>
    </message>
    <message>
        <source>Nothing to change: it is so already.</source>
        <translation>لا شيء يتغيّر: الوضع كذلك بالفعل.</translation>
    </message>
    <message>
        <source>This centre file has a fault: {fault} at {place}. Nothing was changed.</source>
        <translation>في ملف المركز خطأ: {fault} عند {place}. لم يتغيّر شيء.</translation>
    </message>
    <message>
        <source>{label} is {state} now, so this is not possible: {action}.</source>
        <translation>حالة الرقم {label} الآن: {state}، ولذلك لا يمكن: {action}.</translation>
    </message>
    <message>
        <source>This clinic is closed now: {clinic}. Choose another clinic.</source>
        <translation>هذه العيادة مغلقة الآن: {clinic}. اختر عيادة أخرى.</translation>
    </message>
    <message>
        <source>No one is waiting in {clinic}.</source>
        <translation>لا أحد في الانتظار: {clinic}.</translation>
    </message>
    <message>
        <source>{label} has been called and is not closed. First confirm arrival (F9), recall (F7) or mark no-show (F11).</source>
        <translation>الرقم {label} ما زال قيد النداء. أكّد الحضور (F9) أو أعد النداء (F7) أو سجّل عدم الحضور (F11) أولًا.</translation>
    </message>
    <message>
        <source>It is too early to mark {label} as no-show. Recall first (F7).</source>
        <translation>لم يحن بعد تسجيل عدم حضور {label}. أعد النداء أولًا (F7).</translation>
    </message>
    <message>
        <source>{label} was sent back {most} times already. Mark no-show or transfer.</source>
        <translation>أُعيد الرقم {label} إلى القائمة {most} مرات. سجّل عدم الحضور أو حوّله.</translation>
    </message>
    <message>
        <source>{clinic} does not take this examinee. Choose another clinic.</source>
        <translation>لا تستقبل هذه العيادة هذا المراجع: {clinic}. اختر عيادة أخرى.</translation>
    </message>
    <message>
        <source>This exam is not for this examinee: {exam}. Change the exam or the gender.</source>
        <translation>هذا الفحص لا يخص هذا المراجع: {exam}. غيّر الفحص أو الجنس.</translation>
    </message>
    <message>
        <source>The number {number} belongs to another desk. Register again.</source>
        <translation>الرقم {number} يخص مكتبًا آخر. أعد التسجيل.</translation>
    </message>
    <message>
        <source>{label} is already in {clinic}. Open the visit or print it again.</source>
        <translation>الرقم {label} موجود بالفعل في {clinic}. افتح الزيارة أو أعد طباعتها.</translation>
    </message>
    <message>
        <source>{clinic} is already done for {number}.</source>
        <translation>اكتملت {clinic} للرقم {number} من قبل.</translation>
    </message>
    <message>
        <source>{clinic} is not on the pathway of {number}.</source>
        <translation>ليست {clinic} ضمن مسار الرقم {number}.</translation>
    </message>
    <message>
        <source>{number} has been to all clinics of this exam: {exam}. Choose another exam.</source>
        <translation>أنهى {number} كل عيادات هذا الفحص: {exam}. اختر فحصًا آخر.</translation>
    </message>
    <message>
        <source>The visit {number} is closed. Register a new one.</source>
        <translation>الزيارة {number} مغلقة. سجّل زيارة جديدة.</translation>
    </message>
    <message>
        <source>{clinic} is not on this pathway. Choose another clinic.</source>
        <translation>ليست {clinic} ضمن هذا المسار. اختر عيادة أخرى.</translation>
    </message>
    <message>
        <source>The exit PIN of {label} is not correct. Ask the examinee again.</source>
        <translation>رمز الخروج للرقم {label} غير صحيح. اسأل المراجع مرة أخرى.</translation>
    </message>
    <message>
        <source>{label} has already been called at a later clinic.</source>
        <translation>استُدعي الرقم {label} بالفعل في عيادة لاحقة.</translation>
    </message>
    <message>
        <source>Only a supervisor may decide this.</source>
        <translation>القرار في هذا للمشرف وحده.</translation>
    </message>
    <message>
        <source>This kiosk has registered {n} people within a minute. Wait a moment, then try again.</source>
        <translation>سجّل هذا الجهاز {n} أشخاص خلال دقيقة. انتظر قليلًا ثم حاول مجددًا.</translation>
    </message>
    <message>
        <source>There is nothing left to decide here.</source>
        <translation>لم يبقَ هنا ما يحتاج إلى قرار.</translation>
    </message>
    <message>
        <source>{label} was already called to {room} by {user} at {time}.</source>
        <translation>سبق استدعاء الرقم {label} إلى {room} بواسطة {user} عند {time}.</translation>
    </message>
    <message>
        <source>{label} is {state} on the server since {time} ({user}).</source>
        <translation>حالة الرقم {label} على الخادم: {state} منذ {time} ({user}).</translation>
    </message>
    <message>
        <source>Another desk has given them {label}, in {clinic}.</source>
        <translation>أعطى مكتب آخر المراجع الرقم {label} في {clinic}.</translation>
    </message>
    <message>
        <source>Room {room} of {clinic} is taken by {user} since {time}. Choose another room.</source>
        <translation>الغرفة {room} في {clinic} مشغولة منذ {time} ({user}). اختر غرفة أخرى.</translation>
    </message>
    <message>
        <source>Room {room} of {clinic} is taken by {user} since {time}.</source>
        <translation>الغرفة {room} في {clinic} مشغولة منذ {time} ({user}).</translation>
    </message>
    <message>
        <source>{number} cannot go to {clinic} next. Choose another clinic.</source>
        <translation>لا يمكن أن تكون {clinic} التالية للرقم {number}. اختر عيادة أخرى.</translation>
    </message>
    <message>
        <source>{clinic} has changed since: {action}, {time} ({user}).</source>
        <translation>تغيّرت حالة {clinic} بعد ذلك: {action}، الساعة {time} ({user}).</translation>
    </message>
    <message>
        <source>The exam of {number} was changed since: {exam}, {time} ({user}).</source>
        <translation>تغيّر فحص {number} بعد ذلك: {exam}، الساعة {time} ({user}).</translation>
    </message>
    <message>
        <source>The same was corrected since at {time} ({user}). Look at the card, then try again or delete this.</source>
        <translation>صُحِّح البيان نفسه بعد ذلك، الساعة {time} ({user}). راجع البطاقة، ثم أعد المحاولة أو احذف هذا الإجراء.</translation>
    </message>
    <message>
        <source>This visit has ended on the server. Register a new one if needed.</source>
        <translation>انتهت هذه الزيارة على الخادم. سجّل زيارة جديدة عند الحاجة.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>لا شيء للتراجع عنه.</translation>
    </message>
    <message>
        <source>Undo is possible for {minutes} minutes only.</source>
        <translation>مهلة التراجع (بالدقائق): {minutes}. وقد انتهت.</translation>
    </message>
    <message>
        <source>Another user did this; only they can undo it.</source>
        <translation>نفّذ هذا مستخدم آخر، والتراجع له وحده.</translation>
    </message>
    <message>
        <source>{label} has moved on since, so this cannot be undone.</source>
        <translation>تغيّرت حالة الرقم {label} منذ ذلك الحين، فلا يمكن التراجع.</translation>
    </message>
    <message>
        <source>An undo cannot be undone. Do the action again.</source>
        <translation>لا تراجع عن التراجع. نفّذ الإجراء من جديد.</translation>
    </message>
    <message>
        <source>The server could not read this request. Update the program, then try again.</source>
        <translation>تعذّر على الخادم قراءة الطلب. حدّث البرنامج ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>Your session has ended. Sign in again; your work is kept.</source>
        <translation>انتهت الجلسة. سجّل الدخول من جديد؛ العمل محفوظ.</translation>
    </message>
    <message>
        <source>This is no longer there. Refresh (F5) and try again.</source>
        <translation>لم يعد هذا موجودًا. حدّث (F5) ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The server does not offer this. Update the program.</source>
        <translation>لا يوفّر الخادم هذا. حدّث البرنامج.</translation>
    </message>
    <message>
        <source>Somebody changed this first. Look at it again, then decide.</source>
        <translation>غيّر شخص آخر هذا قبلك. راجعه مرة أخرى ثم قرّر.</translation>
    </message>
    <message>
        <source>The server was restored from a backup. Your work is sent again by itself.</source>
        <translation>استُعيد الخادم من نسخة احتياطية. يُعاد إرسال عملك تلقائيًا.</translation>
    </message>
    <message>
        <source>This is no longer there. The program loads everything anew.</source>
        <translation>لم يعد هذا موجودًا. يحمّل البرنامج كل شيء من جديد.</translation>
    </message>
    <message>
        <source>This alert is over already. The list is updated.</source>
        <translation>انتهى هذا التنبيه، وحُدّثت القائمة.</translation>
    </message>
    <message>
        <source>This is too much to send at once.</source>
        <translation>هذا أكبر من أن يُرسل دفعة واحدة.</translation>
    </message>
    <message>
        <source>The server does not take this kind of file.</source>
        <translation>لا يقبل الخادم هذا النوع من الملفات.</translation>
    </message>
    <message>
        <source>Too many tries. Wait a moment, then try again.</source>
        <translation>محاولات كثيرة. انتظر لحظة ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The server is busy. The program tries again by itself; nothing is lost.</source>
        <translation>الخادم مشغول. سيعيد البرنامج المحاولة تلقائيًا ولن يضيع شيء.</translation>
    </message>
    <message>
        <source>The centre&apos;s data on the server cannot be read. Sign in again with the password of an administrator, then restore a backup.</source>
        <translation>تتعذّر قراءة بيانات المركز على الخادم. سجّل الدخول من جديد بكلمة مرور مدير نظام، ثم استعد نسخة احتياطية.</translation>
    </message>
    <message>
        <source>The centre&apos;s data on the server cannot be read. Nothing new is shown here until an administrator has restored a backup.</source>
        <translation>تتعذّر قراءة بيانات المركز على الخادم. لن يظهر هنا جديد إلى أن يستعيد مدير نظام نسخة احتياطية.</translation>
    </message>
    <message>
        <source>The centre&apos;s data on the server cannot be read. Until it is restored, administrators can sign in here, and people who have lately worked on this PC. Check the user name and the password.</source>
        <translation>تتعذّر قراءة بيانات المركز على الخادم. إلى أن تُستعاد يمكن لمديري النظام ولمن عمل مؤخرًا على هذا الجهاز تسجيل الدخول. تحقّق من اسم المستخدم وكلمة المرور.</translation>
    </message>
    <message>
        <source>The server is in maintenance. The program tries again by itself; nothing is lost.</source>
        <translation>الخادم قيد الصيانة. سيعيد البرنامج المحاولة تلقائيًا ولن يضيع شيء.</translation>
    </message>
    <message>
        <source>Choose a new password before you go on.</source>
        <translation>اختر كلمة مرور جديدة قبل المتابعة.</translation>
    </message>
    <message>
        <source>Use at least {n} characters. Several words are easy to remember.</source>
        <translation>الحد الأدنى للأحرف: {n}. يسهل تذكّر عدة كلمات.</translation>
    </message>
    <message>
        <source>Too long: at most 256 characters.</source>
        <translation>طويلة: 256 حرفًا على الأكثر.</translation>
    </message>
    <message>
        <source>Many people use this password. Choose another one.</source>
        <translation>يستخدم كثيرون كلمة المرور هذه. اختر كلمة أخرى.</translation>
    </message>
    <message>
        <source>This password is too close to the user&apos;s name. Choose another one.</source>
        <translation>كلمة المرور هذه قريبة جدًا من اسم المستخدم. اختر كلمة أخرى.</translation>
    </message>
    <message>
        <source>This version ({have}) is too old for the server (needs {need}). Update the program, then open it again.</source>
        <translation>هذا الإصدار ({have}) أقدم مما يتطلبه الخادم ({need}). حدّث البرنامج ثم افتحه من جديد.</translation>
    </message>
    <message>
        <source>The backup was called off. Nothing of it is left.</source>
        <translation>أُلغيت العملية ولم يبقَ منها شيء.</translation>
    </message>
    <message>
        <source>This is the last good backup and stays. Make a new one first.</source>
        <translation>هذه آخر نسخة سليمة وتبقى محفوظة. أنشئ نسخة جديدة أولًا.</translation>
    </message>
    <message>
        <source>Another restore is under way. Wait until it has ended.</source>
        <translation>تجري استعادة أخرى. انتظر حتى تنتهي.</translation>
    </message>
    <message>
        <source>The backup is no longer in that place. The list is renewed.</source>
        <translation>لم تعد النسخة في ذلك المكان. حُدّثت القائمة.</translation>
    </message>
    <message>
        <source>Something is being done with the backups already. Wait until it has ended.</source>
        <translation>تجري عملية على النسخ الآن. انتظر حتى تنتهي.</translation>
    </message>
    <message>
        <source>{ticket} waits: {clinic}. People before: {n}.</source>
        <translation>الرقم {ticket} في الانتظار: {clinic}. عدد من قبله: {n}.</translation>
    </message>
    <message>
        <source>{ticket} is called: {clinic}, room {room}.</source>
        <translation>الرقم {ticket} قيد النداء: {clinic}، غرفة {room}.</translation>
    </message>
    <message>
        <source>{ticket} is in the room: {clinic}, room {room}.</source>
        <translation>الرقم {ticket} داخل العيادة: {clinic}، غرفة {room}.</translation>
    </message>
    <message>
        <source>{ticket}, {clinic}: {state}.</source>
        <translation>‏الرقم {ticket}، {clinic}: {state}.</translation>
    </message>
    <message>
        <source>{ticket} is for {clinic}. Direct the examinee there, or transfer to this clinic (F4).</source>
        <translation>الرقم {ticket} مخصص لـ: {clinic}. وجّه المراجع إلى هناك أو حوّله إلى هنا (F4).</translation>
    </message>
    <message>
        <source>This ticket is dated {date}. Issue a new one.</source>
        <translation>هذه التذكرة بتاريخ {date}. أصدر تذكرة جديدة.</translation>
    </message>
    <message>
        <source>This code is not a ticket of this system. Search by name or ID.</source>
        <translation>الرمز الممسوح ليس تذكرة من هذا النظام. ابحث بالاسم أو رقم الهوية.</translation>
    </message>
    <message>
        <source>Nobody with this ID number has a ticket today. Search by name, or ask reception.</source>
        <translation>لا تذكرة اليوم لصاحب رقم الهوية هذا. ابحث بالاسم أو اسأل الاستقبال.</translation>
    </message>
    <message>
        <source>Number {number} has not reached this PC yet. Search again in a moment.</source>
        <translation>لم يصل الرقم {number} إلى هذا الجهاز بعد. ابحث عنه بعد لحظات.</translation>
    </message>
    <message>
        <source>The square is for phones. Scan the bars of the ticket.</source>
        <translation>المربع مخصص للهواتف. امسح أعمدة الرمز في التذكرة.</translation>
    </message>
    <message>
        <source>The keys of the centre&apos;s database are missing or not usable. Put back the keys folder that belongs to it; nothing was changed.</source>
        <translation>مفاتيح قاعدة بيانات المركز مفقودة أو غير صالحة. أعد مجلد المفاتيح الخاص بها؛ لم يتغير شيء.</translation>
    </message>
    <message>
        <source>The centre&apos;s database was made with other keys, or is damaged. Put back the keys folder that belongs to it; nothing was changed.</source>
        <translation>أُنشئت قاعدة بيانات المركز بمفاتيح أخرى أو أنها تالفة. أعد مجلد المفاتيح الخاص بها؛ لم يتغير شيء.</translation>
    </message>
    <message>
        <source>Other users of this PC can read the centre&apos;s keys. Tell an administrator.</source>
        <translation>يستطيع مستخدمون آخرون على هذا الجهاز قراءة مفاتيح المركز. أخبر المسؤول.</translation>
    </message>
    <message>
        <source>A newer version of the program has written the centre&apos;s database. Install that version; nothing was changed.</source>
        <translation>كُتبت قاعدة بيانات المركز بإصدار أحدث من البرنامج. ثبّت ذلك الإصدار؛ لم يتغير شيء.</translation>
    </message>
    <message>
        <source>Another program is using the centre&apos;s database. Close it, then try again.</source>
        <translation>برنامج آخر يستخدم قاعدة بيانات المركز. أغلقه ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>Another console on this PC serves this centre already. Use its window, or close it and try again.</source>
        <translation>منصة أخرى على هذا الجهاز تخدم هذا المركز. استخدم نافذتها، أو أغلقها ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The disk of the centre&apos;s database is full. Make room, then try again.</source>
        <translation>قرص قاعدة بيانات المركز ممتلئ. أفرغ مساحة ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The disk of the centre&apos;s database cannot be read or written. Tell an administrator.</source>
        <translation>تتعذر القراءة من قرص قاعدة بيانات المركز أو الكتابة عليه. أخبر المسؤول.</translation>
    </message>
    <message>
        <source>The user name or password is not correct. Check Caps Lock and the keyboard language.</source>
        <translation>اسم المستخدم أو كلمة المرور غير صحيحة. تحقّق من مفتاح Caps Lock ومن لغة لوحة المفاتيح.</translation>
    </message>
    <message>
        <source>This account is locked for now. Try again after {time}, or ask an administrator to unlock it.</source>
        <translation>هذا الحساب مقفل مؤقتًا. أعد المحاولة بعد {time}، أو اطلب من مدير النظام فتحه.</translation>
    </message>
    <message>
        <source>Cannot reach the server. Check the network cable or Wi-Fi and try again, or choose another server.</source>
        <translation>تعذّر الوصول إلى الخادم. تحقّق من كابل الشبكة أو Wi-Fi ثم أعد المحاولة، أو اختر خادمًا آخر.</translation>
    </message>
    <message>
        <source>The identity of the server has changed. Do not continue until an administrator confirms it.</source>
        <translation>تغيّرت هوية الخادم. لا تتابع قبل تأكيد مدير النظام.</translation>
    </message>
    <message>
        <source>What answered is not an MMC Console server. Check the address.</source>
        <translation>ما أجاب ليس خادم منصة العيادات MMC. راجع العنوان.</translation>
    </message>
    <message>
        <source>The console is already open on this PC. Use the open window.</source>
        <translation>المنصة مفتوحة بالفعل على هذا الجهاز. استخدم النافذة المفتوحة.</translation>
    </message>
    <message>
        <source>This PC cannot keep keys safely, so this needs the connection.</source>
        <translation>لا يستطيع هذا الجهاز حفظ المفاتيح بأمان، ولذلك يلزم الاتصال.</translation>
    </message>
    <message>
        <source>This PC has no desk letter yet. Connect to the server once.</source>
        <translation>ليس لهذا الجهاز حرف مكتب بعد. اتصل بالخادم مرة واحدة.</translation>
    </message>
    <message>
        <source>This PC&apos;s data is a copy. Connect to the server and enrol it anew.</source>
        <translation>بيانات هذا الجهاز منسوخة. اتصل بالخادم وسجّله من جديد.</translation>
    </message>
    <message>
        <source>While offline, a clinic with several rooms cannot call the next one. Call a number by hand.</source>
        <translation>دون اتصال لا يمكن استدعاء التالي في عيادة متعددة الغرف. استدعِ رقمًا بعينه.</translation>
    </message>
    <message>
        <source>While offline, only the PC that took the room today while connected calls the next one. Call a number by hand.</source>
        <translation>دون اتصال، يستدعي التاليَ الجهازُ الذي استلم الغرفة اليوم أثناء الاتصال فقط. استدعِ رقمًا بعينه.</translation>
    </message>
    <message>
        <source>This PC cannot store actions safely now. Tell an administrator.</source>
        <translation>لا يستطيع هذا الجهاز حفظ الإجراءات بأمان الآن. أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>This PC is almost full, so offline actions cannot be stored safely. Free some space, or tell an administrator.</source>
        <translation>مساحة هذا الجهاز توشك على النفاد، ولا يمكن حفظ الإجراءات بأمان دون اتصال. أفرغ مساحة أو أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>The data of this PC cannot be read or written. Tell an administrator.</source>
        <translation>تعذّرت قراءة بيانات هذا الجهاز أو الكتابة فيها. أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>The data of this PC is damaged and cannot be read any more. Tell an administrator.</source>
        <translation>بيانات هذا الجهاز تالفة ولم تعد قراءتها ممكنة. أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>The keyring of this PC is locked or does not answer. Unlock it, then try again.</source>
        <translation>مخزن مفاتيح هذا الجهاز مقفل أو لا يستجيب. افتحه ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The file with the keys of this PC is damaged. Tell an administrator.</source>
        <translation>ملف مفاتيح هذا الجهاز تالف. أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>The key of this PC does not open its data. Tell an administrator.</source>
        <translation>مفتاح هذا الجهاز لا يفتح بياناته. أبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>A newer version of the program has written this PC&apos;s data. Update the program.</source>
        <translation>كتب بيانات هذا الجهاز إصدار أحدث من البرنامج. حدّث البرنامج.</translation>
    </message>
    <message>
        <source>The database library of this PC is too old and could lose work.</source>
        <translation>مكتبة قاعدة البيانات على هذا الجهاز قديمة وقد تُضيع العمل.</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>قرص</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>مجلد</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>ملف %1</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>مجلد ملفات</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>اسم بديل</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>اختصار</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>غير معروف</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>الم&amp;جلد:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>&amp;نوع الملفات:</translation>
    </message>
</context>
<context>
    <name>QueueCard</name>
    <message>
        <source>Queue</source>
        <translation>قائمة الانتظار</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>رقم الدور</translation>
    </message>
    <message>
        <source>Examinee</source>
        <translation>المراجع</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>الانتظار</translation>
    </message>
    <message>
        <source>Today&apos;s queue</source>
        <translation>قائمة اليوم</translation>
    </message>
    <message>
        <source>Shown as of {time}</source>
        <translation>البيانات كما في {time}</translation>
    </message>
    <message>
        <source>Loading the queue…</source>
        <translation>يجري تحميل قائمة الانتظار…</translation>
    </message>
    <message>
        <source>No result for “{q}”. Check the spelling, or issue a new ticket (F2).</source>
        <translation>لا نتائج لـ «{q}». تحقّق من الكتابة أو أصدر تذكرة جديدة (F2).</translation>
    </message>
    <message>
        <source>No ticket is in this state now. Choose All to see the others.</source>
        <translation>لا تذاكر في هذه الحالة الآن. اختر «الكل» لعرض غيرها.</translation>
    </message>
</context>
<context>
    <name>ReceptionView</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Clinics</source>
        <translation>العيادات</translation>
    </message>
    <message>
        <source>Issue and print</source>
        <translation>إصدار وطباعة</translation>
    </message>
    <message>
        <source>List of the day as a file…</source>
        <translation>قائمة اليوم في ملف…</translation>
    </message>
</context>
<context>
    <name>ReceptionWords</name>
    <message>
        <source>Enter the ID number or scan the card.</source>
        <translation>أدخل رقم الهوية أو امسح البطاقة.</translation>
    </message>
    <message>
        <source>Only digits belong here. Check the number.</source>
        <translation>هنا أرقام فقط. راجع الرقم.</translation>
    </message>
    <message>
        <source>The number must have 2 to 12 digits; {have} entered. Check the number.</source>
        <translation>يجب أن يتكوّن الرقم من 2 إلى 12 خانة، والمُدخل {have}. راجع الرقم.</translation>
    </message>
    <message>
        <source>Enter the name of the examinee.</source>
        <translation>أدخل اسم المراجع.</translation>
    </message>
    <message>
        <source>The name may have {n} letters at most. Shorten it.</source>
        <translation>الحد الأقصى لأحرف الاسم: {n}. اختصره.</translation>
    </message>
    <message>
        <source>Choose the exam or the clinic.</source>
        <translation>اختر الفحص أو العيادة.</translation>
    </message>
    <message>
        <source>This exam or clinic is not for this person. Choose another one.</source>
        <translation>هذا الفحص أو العيادة لا يخص هذا المراجع. اختر غيره.</translation>
    </message>
    <message>
        <source>Every clinic this person could go to first is closed. Choose another exam or wait.</source>
        <translation>جميع العيادات التي يمكن البدء بها مغلقة. اختر فحصًا آخر أو انتظر.</translation>
    </message>
    <message>
        <source>Choose why this person goes first.</source>
        <translation>اختر سبب تقديم هذا المراجع.</translation>
    </message>
    <message>
        <source>Today is not a working day.</source>
        <translation>اليوم ليس يوم عمل.</translation>
    </message>
    <message>
        <source>Registration is from {from} to {until}.</source>
        <translation>التسجيل من {from} إلى {until}.</translation>
    </message>
    <message>
        <source>{n} people are registered today; the most for a day is {max}.</source>
        <translation>عدد المسجّلين اليوم: {n}، والحد الأقصى لليوم: {max}.</translation>
    </message>
    <message>
        <source>Press {key} again to issue anyway.</source>
        <translation>اضغط {key} مرة أخرى للإصدار على أي حال.</translation>
    </message>
    <message>
        <source>Usually {least} to {most} min</source>
        <translation>عادةً من {least} إلى {most} د</translation>
    </message>
    <message>
        <source>Not taken: {reason}</source>
        <translation>لم يُقبل التسجيل: {reason}</translation>
    </message>
    <message>
        <source>The number follows in a moment.</source>
        <translation>يظهر الرقم بعد لحظات.</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>تجري الطباعة…</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>طُبعت</translation>
    </message>
    <message>
        <source>No printer is set: write the number by hand.</source>
        <translation>لم تُحدَّد طابعة: اكتب الرقم يدويًا.</translation>
    </message>
    <message>
        <source>Not printed: {what}.</source>
        <translation>لم تُطبع: {what}.</translation>
    </message>
    <message>
        <source>{name} already has number {ticket} ({clinic}). Open it, print it again, or change the exam.</source>
        <translation>لدى {name} الرقم {ticket} في {clinic}. افتح الزيارة أو أعد طباعتها أو غيّر نوع الفحص.</translation>
    </message>
    <message>
        <source>The visit of {day} is not finished.</source>
        <translation>لم تكتمل زيارة يوم {day}.</translation>
    </message>
    <message>
        <source>Only: {clinic}</source>
        <translation>فقط: {clinic}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>تم النداء</translation>
    </message>
    <message>
        <source>In room</source>
        <translation>داخل العيادة</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>معلّق مؤقتًا</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
</context>
<context>
    <name>ReportBody</name>
    <message>
        <source>Tickets</source>
        <translation>التذاكر</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Median wait</source>
        <translation>وسيط الانتظار</translation>
    </message>
    <message>
        <source>In the room</source>
        <translation>داخل العيادة</translation>
    </message>
    <message>
        <source>Visits completed</source>
        <translation>الزيارات المكتملة</translation>
    </message>
    <message>
        <source>Done and no-show</source>
        <translation>المكتمل ومن لم يحضر</translation>
    </message>
    <message>
        <source>Waiting time</source>
        <translation>مدة الانتظار</translation>
    </message>
    <message>
        <source>Only of all clinics together</source>
        <translation>لكل العيادات معًا فقط</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} من {total}</translation>
    </message>
</context>
<context>
    <name>ReportPlots</name>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>التذاكر</translation>
    </message>
    <message>
        <source>Median wait</source>
        <translation>وسيط الانتظار</translation>
    </message>
    <message>
        <source>9 in 10 wait at most</source>
        <translation>أقصى انتظار لتسعة من عشرة</translation>
    </message>
</context>
<context>
    <name>ReportWords</name>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>أمس</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>هذا الأسبوع</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>الأسبوع الماضي</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>هذا الشهر</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>الشهر الماضي</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>هذه السنة</translation>
    </message>
    <message>
        <source>Other days</source>
        <translation>أيام أخرى</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>حسب اليوم</translation>
    </message>
    <message>
        <source>By week</source>
        <translation>حسب الأسبوع</translation>
    </message>
    <message>
        <source>By month</source>
        <translation>حسب الشهر</translation>
    </message>
    <message>
        <source>By clinic</source>
        <translation>حسب العيادة</translation>
    </message>
    <message>
        <source>By exam type</source>
        <translation>حسب نوع الفحص</translation>
    </message>
    <message>
        <source>By room</source>
        <translation>حسب الغرفة</translation>
    </message>
    <message>
        <source>By hour</source>
        <translation>حسب الساعة</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>الأسبوع</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>الشهر</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>Exam type</source>
        <translation>نوع الفحص</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>الغرفة</translation>
    </message>
    <message>
        <source>Hour of issue</source>
        <translation>ساعة إصدار التذكرة</translation>
    </message>
    <message>
        <source>Counting… A year of a large centre takes some seconds.</source>
        <translation>يجري العدّ… تقرير سنة لمركز كبير يستغرق بضع ثوانٍ.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>يجري العدّ…</translation>
    </message>
    <message>
        <source>{part}, as of {time}</source>
        <translation>{part}، حتى الساعة {time}</translation>
    </message>
    <message>
        <source>before: {part}</source>
        <translation>قبلها: {part}</translation>
    </message>
    <message>
        <source>Without an exam type</source>
        <translation>بلا نوع فحص</translation>
    </message>
    <message>
        <source>never called</source>
        <translation>لم يُنادَ</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>التذاكر</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>ملغى</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>محوَّل</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>لم يكتمل</translation>
    </message>
    <message>
        <source>Median wait</source>
        <translation>وسيط الانتظار</translation>
    </message>
    <message>
        <source>Wait, 9 in 10</source>
        <translation>انتظار 9 من 10</translation>
    </message>
    <message>
        <source>In the room</source>
        <translation>داخل العيادة</translation>
    </message>
    <message>
        <source>Per hour</source>
        <translation>في الساعة</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>الزيارات</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>المكتملة</translation>
    </message>
    <message>
        <source>Whole visit</source>
        <translation>الزيارة كاملة</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>المجموع</translation>
    </message>
    <message>
        <source>The report as a table</source>
        <translation>التقرير جدولًا</translation>
    </message>
    <message>
        <source>No tickets in these days.</source>
        <translation>لا تذاكر في هذه الأيام.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>تقرير</translation>
    </message>
    <message>
        <source>Made on {date} at {time}</source>
        <translation>أُعدّ في {date} الساعة {time}</translation>
    </message>
    <message>
        <source>Waits are from the ticket&apos;s issue to the first call; half of the people waited at most the median. Time in the room is the median from the arrival to the end.</source>
        <translation>الانتظار من إصدار التذكرة إلى النداء الأول؛ نصف المراجعين انتظروا ما لا يزيد على الوسيط. المدة داخل العيادة هي الوسيط من الحضور إلى الانتهاء.</translation>
    </message>
    <message>
        <source>Page {n} of {total}</source>
        <translation>صفحة {n} من {total}</translation>
    </message>
</context>
<context>
    <name>ReportsView</name>
    <message>
        <source>Reports</source>
        <translation>التقارير</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>الأيام</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>الأسطر</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>All clinics</source>
        <translation>جميع العيادات</translation>
    </message>
    <message>
        <source>The report is on its way to the printer.</source>
        <translation>التقرير في طريقه إلى الطابعة.</translation>
    </message>
    <message>
        <source>The printer did not take the report. Is it switched on?</source>
        <translation>لم تقبل الطابعة التقرير. هل هي مشغّلة؟</translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation>تعذّر الوصول إلى الخادم.</translation>
    </message>
    <message>
        <source>There is no report yet.</source>
        <translation>لا تقرير بعد.</translation>
    </message>
    <message>
        <source>A file is being written.</source>
        <translation>يُكتب ملف الآن.</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>ملف CSV</translation>
    </message>
    <message>
        <source>Excel</source>
        <translation>ملف Excel</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>ملف PDF</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>طباعة…</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>تحديث</translation>
    </message>
</context>
<context>
    <name>RestoreView</name>
    <message>
        <source>Restore</source>
        <translation>استعادة</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>حفظ التقرير</translation>
    </message>
    <message>
        <source>It is restored now; it ends by itself.</source>
        <translation>تجري الاستعادة الآن وتنتهي تلقائيًا.</translation>
    </message>
    <message>
        <source>There is no step back from here.</source>
        <translation>لا خطوة سابقة من هنا.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>السابق</translation>
    </message>
    <message>
        <source>Restore this backup</source>
        <translation>استعادة هذه النسخة</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>To the backups</source>
        <translation>إلى النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Type the centre&apos;s code, your password and the reason first.</source>
        <translation>اكتب رمز المركز وكلمة مرورك والسبب أولًا.</translation>
    </message>
    <message>
        <source>The server still reads the backup.</source>
        <translation>ما زال الخادم يقرأ النسخة.</translation>
    </message>
    <message>
        <source>Select a backup first.</source>
        <translation>اختر نسخة أولًا.</translation>
    </message>
    <message>
        <source>This backup cannot be used.</source>
        <translation>لا يمكن استخدام هذه النسخة.</translation>
    </message>
</context>
<context>
    <name>RestoreWords</name>
    <message>
        <source>Choose</source>
        <translation>اختيار</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>ما يتغيّر</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>تأكيد</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>استعادة</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>تحقّق</translation>
    </message>
    <message>
        <source>To which moment shall the centre go back?</source>
        <translation>إلى أي لحظة يعود المركز؟</translation>
    </message>
    <message>
        <source>Is the backup good, and does it belong here?</source>
        <translation>هل النسخة سليمة وتخص هذا المركز؟</translation>
    </message>
    <message>
        <source>What will be different</source>
        <translation>ما الذي سيختلف</translation>
    </message>
    <message>
        <source>Restore the centre as of {time}?</source>
        <translation>استعادة المركز كما كان في {time}؟</translation>
    </message>
    <message>
        <source>The server restores</source>
        <translation>الخادم يستعيد</translation>
    </message>
    <message>
        <source>What has come of it</source>
        <translation>نتيجة الاستعادة</translation>
    </message>
    <message>
        <source>Backup of {time}, {what}, {part}</source>
        <translation>نسخة {time}، {what}، {part}</translation>
    </message>
    <message>
        <source>Only the moment of a backup: nothing was kept after it.</source>
        <translation>لحظة النسخة فقط: لم يُحفظ شيء بعدها.</translation>
    </message>
    <message>
        <source>Any moment from {from} to {until}; date and time of the centre.</source>
        <translation>أي لحظة من {from} إلى {until} بتوقيت المركز.</translation>
    </message>
    <message>
        <source>It was read whole just now: nothing is missing, nothing was changed.</source>
        <translation>قُرئت كاملة الآن: لا نقص فيها ولا تغيير.</translation>
    </message>
    <message>
        <source>Its key is here, and it belongs to this centre.</source>
        <translation>مفتاحها موجود هنا، وهي تخص هذا المركز.</translation>
    </message>
    <message>
        <source>An older version of the program made it ({version}); it was brought up to this one.</source>
        <translation>أنشأها إصدار أقدم من البرنامج ({version}) وحُدّثت إلى هذا الإصدار.</translation>
    </message>
    <message>
        <source>This version of the program can use it as it is.</source>
        <translation>يستطيع هذا الإصدار استخدامها كما هي.</translation>
    </message>
    <message>
        <source>It reaches to {time}, position {number} of the log.</source>
        <translation>تصل إلى {time}، الموضع {number} من السجل.</translation>
    </message>
    <message>
        <source>The present database cannot be read: nothing can be compared with it.</source>
        <translation>تعذّرت قراءة قاعدة البيانات الحالية: لا يمكن المقارنة بها.</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>لا تغيير</translation>
    </message>
    <message numerus="yes">
        <source>%n fewer</source>
        <translation>
            <numerusform>لا تغيير</numerusform>
            <numerusform>أقل بواحد</numerusform>
            <numerusform>أقل باثنين</numerusform>
            <numerusform>أقل بمقدار %n</numerusform>
            <numerusform>أقل بمقدار %n</numerusform>
            <numerusform>أقل بمقدار %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>لا تغيير</numerusform>
            <numerusform>أكثر بواحد</numerusform>
            <numerusform>أكثر باثنين</numerusform>
            <numerusform>أكثر بمقدار %n</numerusform>
            <numerusform>أكثر بمقدار %n</numerusform>
            <numerusform>أكثر بمقدار %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>التذاكر</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>الزيارات</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>المستخدمون</translation>
    </message>
    <message>
        <source>Users who are others</source>
        <translation>مستخدمون يختلفون</translation>
    </message>
    <message numerus="yes">
        <source>%n users</source>
        <translation>
            <numerusform>لا أحد</numerusform>
            <numerusform>مستخدم واحد</numerusform>
            <numerusform>مستخدمان</numerusform>
            <numerusform>%n مستخدمين</numerusform>
            <numerusform>%n مستخدمًا</numerusform>
            <numerusform>%n مستخدم</numerusform>
        </translation>
    </message>
    <message>
        <source>as then</source>
        <translation>كما كانت</translation>
    </message>
    <message>
        <source>Clinics and pathways</source>
        <translation>العيادات والمسارات</translation>
    </message>
    <message numerus="yes">
        <source>%n areas as then</source>
        <translation>
            <numerusform>لا تغيير</numerusform>
            <numerusform>مجال واحد كما كان</numerusform>
            <numerusform>مجالان كما كانا</numerusform>
            <numerusform>%n مجالات كما كانت</numerusform>
            <numerusform>%n مجالًا كما كان</numerusform>
            <numerusform>%n مجال كما كان</numerusform>
        </translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Audit record</source>
        <translation>سجل التدقيق</translation>
    </message>
    <message>
        <source>kept and continued</source>
        <translation>يُحفظ ويستمر</translation>
    </message>
    <message>
        <source>Nothing was done after that moment.</source>
        <translation>لم يُسجَّل شيء بعد تلك اللحظة.</translation>
    </message>
    <message numerus="yes">
        <source>%n actions came after that moment.</source>
        <translation>
            <numerusform>لم يُسجَّل إجراء بعد تلك اللحظة.</numerusform>
            <numerusform>سُجّل إجراء واحد بعد تلك اللحظة.</numerusform>
            <numerusform>سُجّل إجراءان بعد تلك اللحظة.</numerusform>
            <numerusform>سُجّلت %n إجراءات بعد تلك اللحظة.</numerusform>
            <numerusform>سُجّل %n إجراءً بعد تلك اللحظة.</numerusform>
            <numerusform>سُجّل %n إجراء بعد تلك اللحظة.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them are held by the desks and come back by themselves.</source>
        <translation>
            <numerusform>لا تحتفظ الأجهزة بأي منها.</numerusform>
            <numerusform>تحتفظ الأجهزة بواحد منها ويعود تلقائيًا.</numerusform>
            <numerusform>تحتفظ الأجهزة باثنين منها ويعودان تلقائيًا.</numerusform>
            <numerusform>تحتفظ الأجهزة بـ %n منها وتعود تلقائيًا.</numerusform>
            <numerusform>تحتفظ الأجهزة بـ %n منها وتعود تلقائيًا.</numerusform>
            <numerusform>تحتفظ الأجهزة بـ %n منها وتعود تلقائيًا.</numerusform>
        </translation>
    </message>
    <message>
        <source>They are put into a list and not taken again.</source>
        <translation>تُدرج في قائمة ولا تُطبَّق.</translation>
    </message>
    <message>
        <source>All desks pause for a few minutes; they keep what is pressed meanwhile.</source>
        <translation>تتوقف جميع الأجهزة بضع دقائق وتحفظ ما يُضغط خلالها.</translation>
    </message>
    <message>
        <source>Boards show “Back soon”.</source>
        <translation>تعرض الشاشات «نعود قريبًا».</translation>
    </message>
    <message>
        <source>A safety backup of now is taken first, so this can be undone.</source>
        <translation>تؤخذ أولًا نسخة أمان من الوضع الحالي، فيمكن التراجع.</translation>
    </message>
    <message>
        <source>No safety backup can be taken of a database that cannot be read; its files are kept.</source>
        <translation>لا يمكن أخذ نسخة أمان من قاعدة بيانات لا تُقرأ؛ وتُحفظ ملفاتها.</translation>
    </message>
    <message>
        <source>Numbers go on above every number that was given.</source>
        <translation>تستمر الأرقام بعد أعلى رقم صدر.</translation>
    </message>
    <message>
        <source>Read the backup and lay it out aside</source>
        <translation>قراءة النسخة وتجهيزها جانبًا</translation>
    </message>
    <message>
        <source>Take a safety backup of now</source>
        <translation>أخذ نسخة أمان من الوضع الحالي</translation>
    </message>
    <message>
        <source>Tell desks and boards; take nothing any more</source>
        <translation>إبلاغ الأجهزة والشاشات وإيقاف الاستقبال</translation>
    </message>
    <message>
        <source>Begin a history of its own; carry the audit record over</source>
        <translation>بدء سجل جديد ونقل سجل التدقيق</translation>
    </message>
    <message>
        <source>Look the new database through</source>
        <translation>فحص قاعدة البيانات الجديدة</translation>
    </message>
    <message>
        <source>Put it in place</source>
        <translation>وضعها مكان الحالية</translation>
    </message>
    <message>
        <source>Start on it and look once more</source>
        <translation>التشغيل عليها والفحص مرة أخرى</translation>
    </message>
    <message>
        <source>The server does not answer for the moment; it goes on there. This page asks again.</source>
        <translation>لا يجيب الخادم الآن، والعمل مستمر عليه. تعيد هذه الصفحة السؤال.</translation>
    </message>
    <message>
        <source>The new data stands. This cannot be stopped any more.</source>
        <translation>أصبحت البيانات الجديدة سارية، ولا يمكن الإيقاف بعد الآن.</translation>
    </message>
    <message>
        <source>Until it is put in place, any fault leaves everything as it was.</source>
        <translation>حتى توضع مكان الحالية، أي خلل يُبقي كل شيء كما كان.</translation>
    </message>
    <message>
        <source>The centre is restored and whole. The server was out of use for {seconds} s.</source>
        <translation>استُعيد المركز وهو سليم. تعطّل الخادم {seconds} ثانية.</translation>
    </message>
    <message>
        <source>The centre is restored, but a check failed: see below and tell support.</source>
        <translation>استُعيد المركز، لكن فحصًا لم ينجح: راجع ما يلي وأبلغ الدعم.</translation>
    </message>
    <message>
        <source>Every page of the database is whole</source>
        <translation>كل صفحات قاعدة البيانات سليمة</translation>
    </message>
    <message>
        <source>Everything that belongs together is there</source>
        <translation>كل المترابط موجود</translation>
    </message>
    <message>
        <source>The log has no gaps</source>
        <translation>السجل بلا فجوات</translation>
    </message>
    <message>
        <source>The log ends where it was to end</source>
        <translation>ينتهي السجل حيث يجب</translation>
    </message>
    <message>
        <source>Tickets counted again</source>
        <translation>إعادة عدّ التذاكر</translation>
    </message>
    <message>
        <source>Visits counted again</source>
        <translation>إعادة عدّ الزيارات</translation>
    </message>
    <message>
        <source>Users counted again</source>
        <translation>إعادة عدّ المستخدمين</translation>
    </message>
    <message>
        <source>Tickets that reports tell otherwise than the log</source>
        <translation>تذاكر تختلف في التقارير عن السجل</translation>
    </message>
    <message>
        <source>The server works on it</source>
        <translation>الخادم يعمل عليها</translation>
    </message>
    <message>
        <source>By</source>
        <translation>بواسطة</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Safety backup</source>
        <translation>نسخة الأمان</translation>
    </message>
    <message>
        <source>none could be taken</source>
        <translation>تعذّر أخذها</translation>
    </message>
    <message>
        <source>Replaced files</source>
        <translation>الملفات المستبدلة</translation>
    </message>
    <message>
        <source>none</source>
        <translation>لا شيء</translation>
    </message>
    <message numerus="yes">
        <source>desks bring back %n actions</source>
        <translation>
            <numerusform>لا إجراءات لدى الأجهزة</numerusform>
            <numerusform>تعيد الأجهزة إجراءً واحدًا</numerusform>
            <numerusform>تعيد الأجهزة إجراءين</numerusform>
            <numerusform>تعيد الأجهزة %n إجراءات</numerusform>
            <numerusform>تعيد الأجهزة %n إجراءً</numerusform>
            <numerusform>تعيد الأجهزة %n إجراء</numerusform>
        </translation>
    </message>
    <message>
        <source>listed in {file}</source>
        <translation>مدرجة في {file}</translation>
    </message>
    <message>
        <source>Later work</source>
        <translation>العمل اللاحق</translation>
    </message>
    <message>
        <source>Restore of the centre</source>
        <translation>استعادة المركز</translation>
    </message>
    <message>
        <source>Began {time}, ended {until}</source>
        <translation>بدأت {time} وانتهت {until}</translation>
    </message>
</context>
<context>
    <name>ReviewDialog</name>
    <message>
        <source>Publish the draft</source>
        <translation>نشر المسودة</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>نشر</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>متابعة الكتابة</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>الآن</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>بعدها</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>ما الذي يتغير</translation>
    </message>
    <message>
        <source>Nobody who is here now is touched by it.</source>
        <translation>لا يمسّ أحداً من الموجودين الآن.</translation>
    </message>
    <message>
        <source>With the next day: {time}</source>
        <translation>مع اليوم التالي: {time}</translation>
    </message>
    <message>
        <source>At a moment</source>
        <translation>في وقت محدد</translation>
    </message>
    <message>
        <source>Day and time, as 2026-12-31 06:00</source>
        <translation>اليوم والوقت، هكذا: 2026-12-31 06:00</translation>
    </message>
    <message>
        <source>Write a moment to come as 2026-12-31 06:00.</source>
        <translation>اكتب وقتاً قادماً هكذا: 2026-12-31 06:00.</translation>
    </message>
    <message>
        <source>in another order</source>
        <translation>بترتيب آخر</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>أُزيل</translation>
    </message>
</context>
<context>
    <name>RowKeys</name>
    <message>
        <source>Transfer…</source>
        <translation>تحويل…</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>إعادة النداء</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>تأكيد الحضور</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>تسجيل عدم الحضور</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>تعليق مؤقت</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>استئناف</translation>
    </message>
    <message>
        <source>Reprint</source>
        <translation>إعادة الطباعة</translation>
    </message>
    <message>
        <source>Return to queue</source>
        <translation>إعادة إلى قائمة الانتظار</translation>
    </message>
    <message>
        <source>Change priority…</source>
        <translation>تغيير الأولوية…</translation>
    </message>
    <message>
        <source>Correct the details…</source>
        <translation>تصحيح البيانات…</translation>
    </message>
    <message>
        <source>Change the exam…</source>
        <translation>تغيير الفحص…</translation>
    </message>
    <message>
        <source>Add a clinic…</source>
        <translation>إضافة عيادة…</translation>
    </message>
    <message>
        <source>Cancel ticket…</source>
        <translation>إلغاء التذكرة…</translation>
    </message>
    <message>
        <source>Leave out a clinic…</source>
        <translation>إسقاط عيادة…</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>التفاصيل</translation>
    </message>
</context>
<context>
    <name>RuleWords</name>
    <message>
        <source>Registration</source>
        <translation>تسجيل</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>تذكرة</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>استدعاء</translation>
    </message>
    <message>
        <source>Call by hand</source>
        <translation>استدعاء رقم بعينه</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>إعادة النداء</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>تأكيد الحضور</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>إنهاء الفحص</translation>
    </message>
    <message>
        <source>Referral</source>
        <translation>إحالة</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>تسجيل عدم الحضور</translation>
    </message>
    <message>
        <source>Return to queue</source>
        <translation>إعادة إلى قائمة الانتظار</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>تعليق مؤقت</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>استئناف</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>تحويل</translation>
    </message>
    <message>
        <source>Admission</source>
        <translation>استقبال</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>أولوية</translation>
    </message>
    <message>
        <source>Clinic added</source>
        <translation>إضافة عيادة</translation>
    </message>
    <message>
        <source>Clinic skipped</source>
        <translation>تخطي عيادة</translation>
    </message>
    <message>
        <source>Change of exam</source>
        <translation>تغيير الفحص</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>تصحيح</translation>
    </message>
    <message>
        <source>Cancellation</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Own version</source>
        <translation>تطبيق الإجراء المحلي</translation>
    </message>
    <message>
        <source>Clinic opened</source>
        <translation>فتح العيادة</translation>
    </message>
    <message>
        <source>Clinic paused</source>
        <translation>إيقاف العيادة مؤقتًا</translation>
    </message>
    <message>
        <source>Clinic closed</source>
        <translation>إغلاق العيادة</translation>
    </message>
    <message>
        <source>Room taken</source>
        <translation>استلام الغرفة</translation>
    </message>
    <message>
        <source>Room left</source>
        <translation>ترك الغرفة</translation>
    </message>
    <message>
        <source>Finish and call next</source>
        <translation>إنهاء واستدعاء التالي</translation>
    </message>
    <message>
        <source>Finish {ticket} and call next</source>
        <translation>إنهاء {ticket} واستدعاء التالي</translation>
    </message>
    <message>
        <source>Undo: {part}</source>
        <translation>تراجع عن: {part}</translation>
    </message>
    <message>
        <source>Undone: {part}</source>
        <translation>تم التراجع عن: {part}</translation>
    </message>
</context>
<context>
    <name>SafetyBox</name>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Why late?</source>
        <translation>لماذا تأخرت؟</translation>
    </message>
    <message>
        <source>What is wrong?</source>
        <translation>ما المشكلة؟</translation>
    </message>
</context>
<context>
    <name>ScheduleCard</name>
    <message>
        <source>Schedule</source>
        <translation>الجدول</translation>
    </message>
    <message>
        <source>Every (hours)</source>
        <translation>كل (ساعات)</translation>
    </message>
    <message>
        <source>Test restore at</source>
        <translation>استعادة تجريبية عند</translation>
    </message>
    <message>
        <source>Keep (days)</source>
        <translation>الاحتفاظ (أيام)</translation>
    </message>
    <message>
        <source>Any moment (days)</source>
        <translation>أي لحظة (أيام)</translation>
    </message>
    <message>
        <source>Folder on the server</source>
        <translation>مجلد على الخادم</translation>
    </message>
    <message>
        <source>inside the server&apos;s own</source>
        <translation>داخل مجلد الخادم</translation>
    </message>
    <message>
        <source>Second place (another disk)</source>
        <translation>مكان ثانٍ (قرص آخر)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>كما كان</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>لم يتغيّر شيء.</translation>
    </message>
    <message>
        <source>No connection to the server.</source>
        <translation>لا اتصال بالخادم.</translation>
    </message>
</context>
<context>
    <name>ScraperDialog</name>
    <message>
        <source>Token for Prometheus</source>
        <translation>رمز Prometheus</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>With it a monitoring program reads the figures at {path}, and nothing else.</source>
        <translation>به يقرأ برنامج المراقبة المؤشرات من {path}، ولا شيء سواها.</translation>
    </message>
    <message>
        <source>It is shown this once. Put it into the program&apos;s file now.</source>
        <translation>يُعرض هذه المرة فقط. ضعه في ملف البرنامج الآن.</translation>
    </message>
    <message>
        <source>For the file prometheus.yml:</source>
        <translation>لملف prometheus.yml:</translation>
    </message>
    <message>
        <source>This console reaches the server by an address of this PC only. Write the server&apos;s name in its network in its place.</source>
        <translation>تصل هذه المحطة إلى الخادم بعنوان لا يصلح إلا على هذا الجهاز. اكتب مكانه اسم الخادم في الشبكة.</translation>
    </message>
    <message>
        <source>Copy the token</source>
        <translation>نسخ الرمز</translation>
    </message>
    <message>
        <source>Copy these lines</source>
        <translation>نسخ هذه الأسطر</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>إبطال…</translation>
    </message>
    <message>
        <source>Make a new token?</source>
        <translation>إنشاء رمز جديد؟</translation>
    </message>
    <message>
        <source>Let no monitoring program in any more?</source>
        <translation>منع كل برامج المراقبة من القراءة؟</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>إنشاء</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>إبطال</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>The one before is worth nothing from that moment on. Figures of that time are missing there until the program has the new one.</source>
        <translation>يبطل الرمز السابق من تلك اللحظة، وتنقص مؤشرات تلك المدة في برنامج المراقبة إلى أن يُعطى الرمز الجديد.</translation>
    </message>
    <message>
        <source>The token is worth nothing from that moment on.</source>
        <translation>يبطل الرمز من تلك اللحظة.</translation>
    </message>
    <message>
        <source>New token…</source>
        <translation>رمز جديد…</translation>
    </message>
    <message>
        <source>New token</source>
        <translation>رمز جديد</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>لحظة من فضلك.</translation>
    </message>
    <message>
        <source>There is no token: nobody reads the figures this way.</source>
        <translation>لا يوجد رمز: لا أحد يقرأ المؤشرات بهذه الطريقة.</translation>
    </message>
    <message>
        <source>There is a token, made {time}.</source>
        <translation>يوجد رمز أُنشئ في {time}.</translation>
    </message>
    <message>
        <source>It was not used since the server&apos;s start.</source>
        <translation>لم يُستعمل منذ بدء الخادم.</translation>
    </message>
    <message>
        <source>Last used {time}.</source>
        <translation>آخر استعمال {time}.</translation>
    </message>
    <message>
        <source>The server has not answered yet.</source>
        <translation>لم يُجب الخادم بعد.</translation>
    </message>
    <message>
        <source>There is no token.</source>
        <translation>لا يوجد رمز.</translation>
    </message>
    <message>
        <source>Copied. Clear the clipboard when it is in its place.</source>
        <translation>نُسخ. امسح الحافظة بعد وضعه في مكانه.</translation>
    </message>
</context>
<context>
    <name>SecretDialog</name>
    <message>
        <source>Way into an S3-compatible store</source>
        <translation>مفتاح مخزن متوافق مع S3</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Its address and bucket are in the settings. The key is kept encrypted on the server and never shown again. Both fields empty: it is forgotten.</source>
        <translation>عنوان المخزن واسم الحاوية في صفحة الإعدادات. يُحفظ المفتاح مشفّرًا على الخادم ولا يُعرض مرة أخرى. إذا تُرك الحقلان فارغين حُذف المفتاح.</translation>
    </message>
    <message>
        <source>Access key id</source>
        <translation>معرّف المفتاح</translation>
    </message>
    <message>
        <source>Secret access key</source>
        <translation>المفتاح السري</translation>
    </message>
    <message>
        <source>Both, or neither.</source>
        <translation>الحقلان معًا أو لا شيء.</translation>
    </message>
</context>
<context>
    <name>ServerStep</name>
    <message>
        <source>Address of the server</source>
        <translation>عنوان الخادم</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>اختبار</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>يجري الاختبار…</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default</source>
        <translation>العودة إلى المبدئي</translation>
    </message>
    <message>
        <source>On</source>
        <translation>مفعّل</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>My settings</source>
        <translation>إعداداتي</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>Lock this PC after</source>
        <translation>قفل هذا الجهاز بعد</translation>
    </message>
    <message>
        <source>The PIN once more</source>
        <translation>الرمز السري مرة أخرى</translation>
    </message>
    <message>
        <source>Your password, for a new PIN</source>
        <translation>كلمة مرورك، لرمز جديد</translation>
    </message>
    <message>
        <source>The PIN opens this PC for you for 12 hours after you typed your whole password here.</source>
        <translation>يفتح الرمز السري هذا الجهاز لك مدة 12 ساعة بعد إدخال كلمة المرور كاملة هنا.</translation>
    </message>
    <message>
        <source>Change the passphrase of this PC…</source>
        <translation>تغيير عبارة مرور هذا الجهاز…</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Type the second one again.</source>
        <translation>الرمزان غير متطابقين. أعد كتابة الثاني.</translation>
    </message>
    <message>
        <source>Enter the password.</source>
        <translation>أدخل كلمة المرور.</translation>
    </message>
    <message>
        <source>A PIN has six digits.</source>
        <translation>يتكوّن الرمز السري من ستة أرقام.</translation>
    </message>
    <message>
        <source>Everybody would try this PIN. Choose another one.</source>
        <translation>هذا الرمز سهل التخمين. اختر رمزًا آخر.</translation>
    </message>
    <message>
        <source>Another PIN of six digits</source>
        <translation>رمز سري جديد من ستة أرقام</translation>
    </message>
    <message>
        <source>A PIN of six digits</source>
        <translation>رمز سري من ستة أرقام</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>حسب النظام</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
    <message>
        <source>Sections</source>
        <translation>الأقسام</translation>
    </message>
    <message>
        <source>Who changed what</source>
        <translation>من غيّر ماذا</translation>
    </message>
    <message>
        <source>When</source>
        <translation>متى</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>الإعداد</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>قبل</translation>
    </message>
    <message>
        <source>After</source>
        <translation>بعد</translation>
    </message>
    <message>
        <source>Set back to before</source>
        <translation>إعادته إلى ما قبل</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>لم يتغير شيء بعد.</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>محو</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>لا يمكن التراجع عن هذا.</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>Choose a change in the list first.</source>
        <translation>اختر تغييراً من القائمة أولاً.</translation>
    </message>
</context>
<context>
    <name>SettingsWords</name>
    <message>
        <source>This PC</source>
        <translation>هذا الجهاز</translation>
    </message>
    <message>
        <source>On</source>
        <translation>مفعّل</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Default: {what}</source>
        <translation>المبدئي: {what}</translation>
    </message>
    <message>
        <source>from {least} to {most}</source>
        <translation>من {least} إلى {most}</translation>
    </message>
    <message>
        <source>Type a number from {least} to {most}.</source>
        <translation>اكتب عدداً من {least} إلى {most}.</translation>
    </message>
    <message>
        <source>Type a number of at least {least}.</source>
        <translation>اكتب عدداً لا يقل عن {least}.</translation>
    </message>
    <message>
        <source>Type a number in digits.</source>
        <translation>اكتب عدداً بالأرقام.</translation>
    </message>
    <message>
        <source>At most {most} characters.</source>
        <translation>على الأكثر {most} حرفاً.</translation>
    </message>
    <message>
        <source>The server did not take this value. The one before stands.</source>
        <translation>لم يقبل الخادم هذه القيمة. تبقى السابقة.</translation>
    </message>
    <message>
        <source>Set: {field}</source>
        <translation>ضُبط: {field}</translation>
    </message>
    <message>
        <source>Erased. The visits stay without a name.</source>
        <translation>مُحي. تبقى الزيارات دون اسم.</translation>
    </message>
    <message>
        <source>The person asks for it</source>
        <translation>بطلب من الشخص</translation>
    </message>
    <message>
        <source>Registered by mistake</source>
        <translation>سُجّل خطأً</translation>
    </message>
    <message>
        <source>An authority orders it</source>
        <translation>بأمر من جهة مختصة</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>أخرى</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>بلا زيارات</numerusform>
            <numerusform>زيارة واحدة</numerusform>
            <numerusform>زيارتان</numerusform>
            <numerusform>%n زيارات</numerusform>
            <numerusform>%n زيارة</numerusform>
            <numerusform>%n زيارة</numerusform>
        </translation>
    </message>
    <message>
        <source>{part}, the last on {date}</source>
        <translation>{part}، آخرها في {date}</translation>
    </message>
    <message>
        <source>Here today: erased when the day is over.</source>
        <translation>موجود اليوم: يُمحى حين ينتهي اليوم.</translation>
    </message>
    <message>
        <source>Erase {name} for ever?</source>
        <translation>محو {name} نهائياً؟</translation>
    </message>
</context>
<context>
    <name>SettleDialog</name>
    <message>
        <source>Go on</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>Decide later</source>
        <translation>القرار لاحقاً</translation>
    </message>
    <message>
        <source>My version goes on</source>
        <translation>تستمر نسختي</translation>
    </message>
    <message>
        <source>The other version goes on</source>
        <translation>تستمر النسخة الأخرى</translation>
    </message>
    <message>
        <source>The other one is not lost: it can be taken up again under Publications.</source>
        <translation>لا تضيع الأخرى: يمكن اتخاذها من جديد ضمن عمليات النشر.</translation>
    </message>
    <message>
        <source>Somebody has dropped or published the draft meanwhile.</source>
        <translation>ترك أحدهم المسودة أو نشرها في هذه الأثناء.</translation>
    </message>
    <message>
        <source>{by} has saved the draft at {time}, while you were writing.</source>
        <translation>حفظ {by} المسودة عند {time} بينما كنت تكتب.</translation>
    </message>
</context>
<context>
    <name>ShellWords</name>
    <message>
        <source>Reception</source>
        <translation>الاستقبال</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>My day</source>
        <translation>يومي</translation>
    </message>
    <message>
        <source>System health</source>
        <translation>حالة النظام</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>المؤشرات</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>التقارير</translation>
    </message>
    <message>
        <source>Users and roles</source>
        <translation>المستخدمون والصلاحيات</translation>
    </message>
    <message>
        <source>Clinics and pathways</source>
        <translation>العيادات والمسارات</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>النسخ الاحتياطية</translation>
    </message>
    <message>
        <source>Alerts and logs</source>
        <translation>التنبيهات والسجلات</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>سجل التدقيق</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>MMC Console</source>
        <translation>منصة العيادات MMC</translation>
    </message>
    <message>
        <source>Server: {address}</source>
        <translation>الخادم: {address}</translation>
    </message>
    <message>
        <source>Its answers take longer than two seconds.</source>
        <translation>تستغرق إجاباته أكثر من ثانيتين.</translation>
    </message>
    <message>
        <source>Shown as of {time}</source>
        <translation>البيانات كما في {time}</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>استعادة…</translation>
    </message>
    <message>
        <source>No connection to the server since {time}. Keep working; actions are sent when the connection returns.</source>
        <translation>انقطع الاتصال بالخادم منذ {time}. يمكن متابعة العمل، وستُرسل الإجراءات تلقائيًا عند عودة الاتصال.</translation>
    </message>
    <message>
        <source>Maintenance since {time}: the server is being restored. Keep working; actions wait here and are sent afterwards.</source>
        <translation>صيانة منذ {time}: تجري استعادة بيانات الخادم. يمكن متابعة العمل، وتُحفظ الإجراءات هنا وتُرسل بعدها.</translation>
    </message>
    <message>
        <source>The centre&apos;s data on the server cannot be read since {time}. Keep working; actions wait here. An administrator has to restore it.</source>
        <translation>تتعذّر قراءة بيانات المركز على الخادم منذ {time}. يمكن متابعة العمل، وتُحفظ الإجراءات هنا. على مدير النظام استعادة البيانات.</translation>
    </message>
    <message>
        <source>The server cannot take actions now. Keep working; they wait here and are sent again by themselves.</source>
        <translation>لا يستطيع الخادم استقبال الإجراءات الآن. يمكن متابعة العمل، فالإجراءات تنتظر هنا ويُعاد إرسالها تلقائيًا.</translation>
    </message>
    <message>
        <source>Maintenance is planned from {time} to {until}: the server may not answer then. Keep working; actions wait here meanwhile.</source>
        <translation>صيانة مخططة من {time} إلى {until}: قد لا يجيب الخادم فيها. واصل العمل؛ تنتظر الإجراءات هنا حتى تنتهي.</translation>
    </message>
    <message>
        <source>This PC cannot store actions safely now. Do not go on working here; tell an administrator.</source>
        <translation>لا يستطيع هذا الجهاز حفظ الإجراءات بأمان الآن. لا تتابع العمل عليه وأبلغ مدير النظام.</translation>
    </message>
    <message>
        <source>No connection to the server since {time}: nobody is registered or called here. {reason}</source>
        <translation>لا اتصال بالخادم منذ {time}، فلا يُسجَّل أحد ولا يُنادى هنا. {reason}</translation>
    </message>
    <message>
        <source>The keyring of this PC is locked or does not answer. Work goes on; unlock it soon.</source>
        <translation>مخزن مفاتيح هذا الجهاز مقفل أو لا يستجيب. يستمر العمل، فافتحه قريبًا.</translation>
    </message>
    <message>
        <source>Nothing is stored on this PC: without the connection nobody is registered or called here, and closing the program loses what was not sent.</source>
        <translation>لا يُحفظ شيء على هذا الجهاز: بدون اتصال لا يُسجَّل أحد ولا يُنادى هنا، وإغلاق البرنامج يُضيع ما لم يُرسل.</translation>
    </message>
    <message>
        <source>This PC locks in 30 seconds. Press any key to stay.</source>
        <translation>سيُقفل الجهاز خلال 30 ثانية. اضغط أي مفتاح للاستمرار.</translation>
    </message>
    <message>
        <source>The clock of this PC is wrong by {diff}. Set the time; work goes on.</source>
        <translation>ساعة هذا الجهاز غير مضبوطة (الفرق {diff}). اضبط الوقت؛ العمل مستمر.</translation>
    </message>
    <message>
        <source>No news from the server since {time}. What you see may be old.</source>
        <translation>لا جديد من الخادم منذ {time}. قد تكون البيانات المعروضة قديمة.</translation>
    </message>
    <message>
        <source>You sign in with a password that others know. Choose your own.</source>
        <translation>كلمة مرورك معروفة لغيرك. اختر كلمة مرور خاصة بك.</translation>
    </message>
    <message>
        <source>You only look on here. Actions are made by the people on duty.</source>
        <translation>أنت هنا للاطلاع فقط. الإجراءات لأصحاب المناوبة.</translation>
    </message>
    <message>
        <source>You work here as a supervisor. Everything is recorded in your name.</source>
        <translation>تعمل هنا بصفة مشرف، وكل ما تفعله يُسجَّل باسمك.</translation>
    </message>
    <message>
        <source>This is a sample day. Nothing here is real, and nothing is kept.</source>
        <translation>هذا يوم تجريبي. لا شيء هنا حقيقي ولا يُحفظ شيء.</translation>
    </message>
    <message>
        <source>Show pending</source>
        <translation>عرض المعلّق</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>Choose a password</source>
        <translation>اختيار كلمة مرور</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>تحديث</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>إعادة السؤال</translation>
    </message>
    <message>
        <source>Leave the sample day</source>
        <translation>إنهاء اليوم التجريبي</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>الاختصارات</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Next row, previous row</source>
        <translation>الصف التالي أو السابق</translation>
    </message>
    <message>
        <source>Open the row</source>
        <translation>فتح الصف</translation>
    </message>
    <message>
        <source>Menu of the row</source>
        <translation>قائمة الصف</translation>
    </message>
    <message>
        <source>Close the top layer; clear the search</source>
        <translation>إغلاق الطبقة العليا أو مسح البحث</translation>
    </message>
    <message>
        <source>Main button of a dialog</source>
        <translation>الزر الرئيسي في مربع الحوار</translation>
    </message>
</context>
<context>
    <name>SignInView</name>
    <message>
        <source>User name</source>
        <translation>اسم المستخدم</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>كلمة المرور الحالية</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>كلمة المرور الجديدة</translation>
    </message>
    <message>
        <source>New password once more</source>
        <translation>كلمة المرور الجديدة مرة أخرى</translation>
    </message>
    <message>
        <source>Please wait…</source>
        <translation>يرجى الانتظار…</translation>
    </message>
    <message>
        <source>Caps Lock is on</source>
        <translation>مفتاح Caps Lock يعمل</translation>
    </message>
    <message>
        <source>Keyboard: {lang}</source>
        <translation>لوحة المفاتيح: {lang}</translation>
    </message>
    <message>
        <source>The centre on this PC</source>
        <translation>المركز على هذا الجهاز</translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation>لا يمكن الوصول إليه</translation>
    </message>
    <message>
        <source>in maintenance</source>
        <translation>قيد الصيانة</translation>
    </message>
    <message>
        <source>its data cannot be read</source>
        <translation>تتعذّر قراءة بياناته</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>يجري الاتصال…</translation>
    </message>
    <message>
        <source>MMC Console</source>
        <translation>منصة العيادات MMC</translation>
    </message>
    <message>
        <source>Recent on this PC</source>
        <translation>آخر من استخدم هذا الجهاز</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>تسجيل الدخول</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>تغيير</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>إظهار كلمة المرور</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Choose your own password</source>
        <translation>اختر كلمة مرور خاصة بك</translation>
    </message>
    <message>
        <source>This is your first sign-in. From now on only you know your password.</source>
        <translation>هذا أول تسجيل دخول لك. من الآن لا يعرف كلمة مرورك غيرك.</translation>
    </message>
    <message>
        <source>At least 10 characters; any letters you like.</source>
        <translation>10 أحرف على الأقل، بأي حروف تشاء.</translation>
    </message>
    <message>
        <source>Save and sign in</source>
        <translation>حفظ وتسجيل الدخول</translation>
    </message>
    <message>
        <source>Only the server can take your own password, and it is away. You can save as soon as it is back.</source>
        <translation>كلمة مرورك الخاصة لا يحفظها إلا الخادم، وهو غير متاح الآن. يمكنك الحفظ فور عودته.</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>هذا الجهاز</translation>
    </message>
    <message>
        <source>Name: {device}</source>
        <translation>الاسم: {device}</translation>
    </message>
    <message>
        <source>Version: {version}</source>
        <translation>الإصدار: {version}</translation>
    </message>
    <message>
        <source>This PC has no keyring: you will sign in again next time.</source>
        <translation>لا يوجد مخزن مفاتيح على هذا الجهاز: ستسجّل الدخول من جديد في المرة القادمة.</translation>
    </message>
    <message>
        <source>The server is not reachable, and nobody has signed in here with their own password in the last 7 days.</source>
        <translation>تعذّر الوصول إلى الخادم، ولم يسجّل أحد الدخول على هذا الجهاز بكلمة مرور اختارها بنفسه خلال آخر 7 أيام.</translation>
    </message>
    <message>
        <source>{name}: until {date}</source>
        <translation>{name}: حتى {date}</translation>
    </message>
    <message>
        <source>The server is not reachable. These may sign in here all the same:</source>
        <translation>تعذّر الوصول إلى الخادم. يمكن لهؤلاء تسجيل الدخول هنا مع ذلك:</translation>
    </message>
    <message>
        <source>Hide the password</source>
        <translation>إخفاء كلمة المرور</translation>
    </message>
</context>
<context>
    <name>SignInWords</name>
    <message>
        <source>The user name or password is not correct. Check Caps Lock and the keyboard language (now: {lang}).</source>
        <translation>اسم المستخدم أو كلمة المرور غير صحيحة. تحقّق من مفتاح Caps Lock ومن لغة لوحة المفاتيح (الآن: {lang}).</translation>
    </message>
    <message>
        <source>The PIN is not correct.</source>
        <translation>الرمز السري غير صحيح.</translation>
    </message>
    <message>
        <source>Enter your user name.</source>
        <translation>أدخل اسم المستخدم.</translation>
    </message>
    <message>
        <source>Enter the password.</source>
        <translation>أدخل كلمة المرور.</translation>
    </message>
    <message>
        <source>Enter your PIN or password.</source>
        <translation>أدخل الرمز السري أو كلمة المرور.</translation>
    </message>
    <message>
        <source>The PIN is no longer enough here. Enter your whole password.</source>
        <translation>لم يعد الرمز السري كافيًا هنا. أدخل كلمة المرور كاملة.</translation>
    </message>
    <message>
        <source>A PIN has six digits.</source>
        <translation>يتكوّن الرمز السري من ستة أرقام.</translation>
    </message>
    <message>
        <source>Everybody would try this PIN. Choose another one.</source>
        <translation>هذا الرمز سهل التخمين. اختر رمزًا آخر.</translation>
    </message>
    <message>
        <source>The two PINs are not the same. Type the second one again.</source>
        <translation>الرمزان غير متطابقين. أعد كتابة الثاني.</translation>
    </message>
    <message>
        <source>This user cannot sign in offline on this PC. Choose a listed user, or wait for the connection.</source>
        <translation>لا يمكن لهذا المستخدم تسجيل الدخول دون اتصال على هذا الجهاز. اختر مستخدمًا من القائمة أو انتظر عودة الاتصال.</translation>
    </message>
    <message>
        <source>The server last confirmed this user here more than 7 days ago. Nothing opens this PC for this user until the server is back.</source>
        <translation>مضى أكثر من 7 أيام على آخر تأكيد من الخادم لهذا المستخدم على هذا الجهاز. لا شيء يفتح له هذا الجهاز حتى يعود الاتصال بالخادم.</translation>
    </message>
    <message>
        <source>Nothing opens this PC for this user until the server is back.</source>
        <translation>لا شيء يفتح هذا الجهاز لهذا المستخدم حتى يعود الاتصال بالخادم.</translation>
    </message>
    <message>
        <source>The two passwords are not the same. Type the second one again.</source>
        <translation>كلمتا المرور غير متطابقتين. أعد كتابة الثانية.</translation>
    </message>
    <message>
        <source>This is the old password. Choose another one.</source>
        <translation>هذه كلمة المرور القديمة. اختر كلمة أخرى.</translation>
    </message>
    <message>
        <source>No password was chosen for a while, so nobody is signed in here. Sign in again with the first password.</source>
        <translation>لم تُختر كلمة مرور منذ مدة، فلا أحد مسجّل الدخول هنا. سجّل الدخول مجددًا بكلمة المرور الأولى.</translation>
    </message>
    <message>
        <source>The data of this PC is damaged and cannot be opened any more. Ask an administrator, then begin anew: what was not sent yet stays on this PC, in the files set aside.</source>
        <translation>بيانات هذا الجهاز تالفة ولم يعد فتحها ممكنًا. اسأل مدير النظام ثم ابدأ من جديد: يبقى ما لم يُرسل بعد على هذا الجهاز في الملفات المُبعدة.</translation>
    </message>
    <message>
        <source>Your session has ended. Sign in again; your work is kept.</source>
        <translation>انتهت الجلسة. سجّل الدخول من جديد؛ العمل محفوظ.</translation>
    </message>
    <message>
        <source>Unlock before closing: some actions are not sent yet, and this PC cannot keep them. They would be lost.</source>
        <translation>افتح القفل قبل الإغلاق: توجد إجراءات غير مرسلة لا يستطيع هذا الجهاز حفظها، وستضيع.</translation>
    </message>
    <message>
        <source>The clock of this PC is wrong. Set the time, then sign in again.</source>
        <translation>ساعة هذا الجهاز غير مضبوطة. اضبط الوقت ثم سجّل الدخول من جديد.</translation>
    </message>
    <message>
        <source>The server of this PC did not start. It is tried again by itself.</source>
        <translation>لم يبدأ خادم هذا الجهاز. تُعاد المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>The server of this PC did not start: it said nothing in time. It is tried again by itself.</source>
        <translation>لم يبدأ خادم هذا الجهاز: لم يُجب في الوقت المحدد. تُعاد المحاولة تلقائيًا.</translation>
    </message>
    <message>
        <source>The server of this PC ended by itself. It is being started again.</source>
        <translation>توقف خادم هذا الجهاز من تلقاء نفسه. يُعاد تشغيله.</translation>
    </message>
</context>
<context>
    <name>Slips</name>
    <message>
        <source>First password of {name}</source>
        <translation>كلمة المرور الأولى: {name}</translation>
    </message>
    <message>
        <source>User name: {user}</source>
        <translation>اسم المستخدم: {user}</translation>
    </message>
    <message>
        <source>At the first sign-in you choose another one. Then destroy this paper.</source>
        <translation>عند أول تسجيل دخول تختار كلمة أخرى، ثم أتلف هذه الورقة.</translation>
    </message>
</context>
<context>
    <name>StaffPanel</name>
    <message>
        <source>Server address</source>
        <translation>عنوان الخادم</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>اسم المستخدم</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة المرور</translation>
    </message>
    <message>
        <source>Close the kiosk</source>
        <translation>إغلاق جهاز التسجيل</translation>
    </message>
    <message>
        <source>This PC is no kiosk any more</source>
        <translation>إلغاء عمل هذا الحاسوب كجهاز تسجيل ذاتي</translation>
    </message>
    <message>
        <source>Set up this kiosk: sign in with the kiosk&apos;s own account</source>
        <translation>إعداد جهاز التسجيل الذاتي: سجّل الدخول بحساب الجهاز</translation>
    </message>
    <message>
        <source>Staff only</source>
        <translation>للموظفين فقط</translation>
    </message>
    <message>
        <source>Please wait…</source>
        <translation>انتظر من فضلك…</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>إعداد</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>فتح</translation>
    </message>
    <message>
        <source>Desk letter {desk}</source>
        <translation>حرف المكتب {desk}</translation>
    </message>
    <message>
        <source>No printer is set up</source>
        <translation>لم تُضبط طابعة</translation>
    </message>
    <message>
        <source>The printer did not print</source>
        <translation>لم تطبع الطابعة</translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>بحث</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>تحديث</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>المعلّق</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>قفل</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>التنبيهات</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>الأوامر</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>كل الاختصارات</translation>
    </message>
    <message>
        <source>Arabic / English</source>
        <translation>العربية / English</translation>
    </message>
    <message>
        <source>Switch user</source>
        <translation>تبديل المستخدم</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>الجزء التالي</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>الجزء السابق</translation>
    </message>
    <message>
        <source>Close the top layer; clear the search</source>
        <translation>إغلاق الطبقة العليا أو مسح البحث</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>لا شيء للتراجع عنه.</translation>
    </message>
</context>
<context>
    <name>StartPanel</name>
    <message>
        <source>Register here</source>
        <translation>سجّل هنا</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>ابدأ</translation>
    </message>
    <message>
        <source>Please go to reception</source>
        <translation>توجّه إلى الاستقبال من فضلك</translation>
    </message>
    <message>
        <source>This kiosk cannot register anybody now.</source>
        <translation>لا يمكن التسجيل عبر هذا الجهاز الآن.</translation>
    </message>
    <message>
        <source>Touch the screen, or scan your ID card</source>
        <translation>المس الشاشة أو مرّر بطاقتك الشخصية</translation>
    </message>
</context>
<context>
    <name>StateWords</name>
    <message>
        <source>Waiting</source>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>تم النداء</translation>
    </message>
    <message>
        <source>In room</source>
        <translation>داخل العيادة</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>معلّق مؤقتًا</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>محوَّل</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>ملغى</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>لم يكتمل</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>عادي</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>أولوية</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>عاجل</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>Slow connection</source>
        <translation>الاتصال بطيء</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>غير متصل</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>صيانة</translation>
    </message>
    <message>
        <source>Data unreadable</source>
        <translation>تتعذّر قراءة البيانات</translation>
    </message>
    <message>
        <source>Waiting to send</source>
        <translation>بانتظار الإرسال</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>قيد الإرسال</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>أُرسل</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>لم يُرسل</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>تعارض</translation>
    </message>
    <message>
        <source>Reception</source>
        <translation>الاستقبال</translation>
    </message>
    <message>
        <source>Clinician</source>
        <translation>طبيب</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>مشرف</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>مدير النظام</translation>
    </message>
</context>
<context>
    <name>TextDialog</name>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
</context>
<context>
    <name>TicketPanel</name>
    <message>
        <source>Square code of your visit</source>
        <translation>الرمز المربّع لزيارتك</translation>
    </message>
    <message>
        <source>You are registered already. This is your ticket of today.</source>
        <translation>أنت مسجّل مسبقًا. هذه تذكرتك لليوم.</translation>
    </message>
    <message>
        <source>Room {room}</source>
        <translation>غرفة {room}</translation>
    </message>
</context>
<context>
    <name>TicketWords</name>
    <message>
        <source>No one this PC knows of is waiting. Whoever is registered elsewhere now appears when the connection is back.</source>
        <translation>لا أحد في الانتظار حسب ما وصل إلى هذا الجهاز. من يُسجَّل الآن في مكان آخر يظهر عند عودة الاتصال.</translation>
    </message>
    <message>
        <source>No one is waiting. New tickets appear here by themselves.</source>
        <translation>لا أحد في الانتظار. تظهر التذاكر الجديدة هنا تلقائيًا.</translation>
    </message>
    <message>
        <source>Ticket {ticket} issued.</source>
        <translation>صدرت التذكرة {ticket}.</translation>
    </message>
    <message>
        <source>No ticket printer is set on this PC. Write the number by hand, and set one up in the user menu, under Printing and scanner.</source>
        <translation>لم تُحدَّد طابعة تذاكر لهذا الجهاز. اكتب الرقم يدويًا وحدّد الطابعة من قائمة المستخدم ضمن «الطباعة والماسح».</translation>
    </message>
    <message>
        <source>{ticket} called to room {room}</source>
        <translation>تم استدعاء {ticket} إلى غرفة {room}</translation>
    </message>
    <message>
        <source>{ticket} announced again</source>
        <translation>أُعيد نداء {ticket}</translation>
    </message>
    <message>
        <source>{ticket} has arrived</source>
        <translation>تم تأكيد حضور {ticket}</translation>
    </message>
    <message>
        <source>{ticket} marked no-show</source>
        <translation>سُجّل عدم حضور {ticket}</translation>
    </message>
    <message>
        <source>{ticket} done</source>
        <translation>تم إنهاء فحص {ticket}</translation>
    </message>
    <message>
        <source>{ticket} done and referred to the committee</source>
        <translation>تم إنهاء فحص {ticket} وإحالته إلى اللجنة</translation>
    </message>
    <message>
        <source>{ticket} transferred</source>
        <translation>تم تحويل {ticket}</translation>
    </message>
    <message>
        <source>{ticket} is on hold</source>
        <translation>عُلّق {ticket} مؤقتًا</translation>
    </message>
    <message>
        <source>{ticket} is waiting again in its old place</source>
        <translation>عاد {ticket} إلى مكانه في الانتظار</translation>
    </message>
    <message>
        <source>{ticket} is back in the queue</source>
        <translation>أُعيد {ticket} إلى قائمة الانتظار</translation>
    </message>
    <message>
        <source>The priority of {ticket} is changed</source>
        <translation>تغيّرت أولوية {ticket}</translation>
    </message>
    <message>
        <source>{ticket}: the details are corrected</source>
        <translation>صُحِّحت بيانات صاحب الرقم {ticket}</translation>
    </message>
    <message>
        <source>{ticket}: kept on this PC. The old details are shown until the server has the correction.</source>
        <translation>حُفظ تصحيح بيانات {ticket} على هذا الجهاز. تظهر البيانات السابقة إلى أن يصل التصحيح إلى الخادم.</translation>
    </message>
    <message>
        <source>{ticket} has another exam</source>
        <translation>تغيّر فحص صاحب الرقم {ticket}</translation>
    </message>
    <message>
        <source>{ticket} has one clinic more</source>
        <translation>أُضيفت عيادة إلى مسار {ticket}</translation>
    </message>
    <message>
        <source>{ticket} has one clinic less</source>
        <translation>أُسقطت عيادة من مسار {ticket}</translation>
    </message>
    <message>
        <source>{ticket} waits here now</source>
        <translation>الرقم {ticket} في الانتظار هنا الآن</translation>
    </message>
    <message>
        <source>{ticket} is cancelled</source>
        <translation>أُلغيت التذكرة {ticket}</translation>
    </message>
    <message>
        <source>The clinic is paused</source>
        <translation>أُوقفت العيادة مؤقتًا</translation>
    </message>
    <message>
        <source>The clinic is closed for today</source>
        <translation>أُغلقت العيادة لهذا اليوم</translation>
    </message>
    <message>
        <source>The clinic is open</source>
        <translation>العيادة مفتوحة</translation>
    </message>
    <message numerus="yes">
        <source>Announced a moment ago. Again in %n second(s).</source>
        <translation>
            <numerusform>نودي قبل لحظات. يمكن إعادة النداء الآن.</numerusform>
            <numerusform>نودي قبل لحظات. يمكن إعادة النداء بعد ثانية.</numerusform>
            <numerusform>نودي قبل لحظات. يمكن إعادة النداء بعد ثانيتين.</numerusform>
            <numerusform>نودي قبل لحظات. يمكن إعادة النداء بعد %n ثوانٍ.</numerusform>
            <numerusform>نودي قبل لحظات. يمكن إعادة النداء بعد %n ثانية.</numerusform>
            <numerusform>نودي قبل لحظات. يمكن إعادة النداء بعد %n ثانية.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give the person time to come: %n second(s) more.</source>
        <translation>
            <numerusform>أمهل المراجع حتى يحضر.</numerusform>
            <numerusform>أمهل المراجع حتى يحضر: بقيت ثانية.</numerusform>
            <numerusform>أمهل المراجع حتى يحضر: بقيت ثانيتان.</numerusform>
            <numerusform>أمهل المراجع حتى يحضر: بقيت %n ثوانٍ.</numerusform>
            <numerusform>أمهل المراجع حتى يحضر: بقيت %n ثانية.</numerusform>
            <numerusform>أمهل المراجع حتى يحضر: بقيت %n ثانية.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Returned to the queue %n time(s) already; that is the most allowed.</source>
        <translation>
            <numerusform>لا يُسمح بإعادته إلى القائمة.</numerusform>
            <numerusform>أُعيد إلى القائمة مرة، وهذا هو الحد الأقصى.</numerusform>
            <numerusform>أُعيد إلى القائمة مرتين، وهذا هو الحد الأقصى.</numerusform>
            <numerusform>أُعيد إلى القائمة %n مرات، وهذا هو الحد الأقصى.</numerusform>
            <numerusform>أُعيد إلى القائمة %n مرة، وهذا هو الحد الأقصى.</numerusform>
            <numerusform>أُعيد إلى القائمة %n مرة، وهذا هو الحد الأقصى.</numerusform>
        </translation>
    </message>
    <message>
        <source>Call a number by hand (Enter on a row).</source>
        <translation>استدعِ رقمًا بعينه (Enter على الصف).</translation>
    </message>
    <message>
        <source>First finish {ticket} (F12), then call a number by hand (Enter on a row).</source>
        <translation>أنهِ {ticket} أولًا (F12)، ثم استدعِ رقمًا بعينه (Enter على الصف).</translation>
    </message>
    <message>
        <source>Select a row of the list first.</source>
        <translation>حدّد صفًا من القائمة أولًا.</translation>
    </message>
    <message>
        <source>{ticket} is not being called now.</source>
        <translation>الرقم {ticket} ليس قيد النداء الآن.</translation>
    </message>
    <message>
        <source>{ticket} was announced often enough. Mark no-show (F11)?</source>
        <translation>تكرّر نداء {ticket} بما يكفي. هل تسجّل عدم الحضور (F11)؟</translation>
    </message>
    <message>
        <source>Announce {ticket} again first (F7).</source>
        <translation>أعد نداء {ticket} أولًا (F7).</translation>
    </message>
    <message>
        <source>Nobody is in the room.</source>
        <translation>لا أحد في الغرفة.</translation>
    </message>
    <message>
        <source>First confirm that {ticket} has arrived (F9).</source>
        <translation>أكّد أولًا حضور {ticket} (F9).</translation>
    </message>
    <message>
        <source>{ticket} did not come. Return it to the queue first.</source>
        <translation>لم يحضر {ticket}. أعده إلى القائمة أولًا.</translation>
    </message>
    <message>
        <source>{ticket} is in the room: finish (F12) or transfer (F4).</source>
        <translation>الرقم {ticket} داخل الغرفة: أنهِ الفحص (F12) أو حوّله (F4).</translation>
    </message>
    <message>
        <source>{ticket} is not on hold.</source>
        <translation>الرقم {ticket} ليس معلّقًا.</translation>
    </message>
    <message>
        <source>{ticket} is closed already.</source>
        <translation>الرقم {ticket} مغلق من قبل.</translation>
    </message>
    <message>
        <source>The details of {ticket} have not reached this PC yet. Try again in a moment.</source>
        <translation>لم تصل بيانات {ticket} إلى هذا الجهاز بعد. أعد المحاولة بعد لحظات.</translation>
    </message>
    <message>
        <source>{ticket} is for one clinic only. Cancel it instead.</source>
        <translation>التذكرة {ticket} لعيادة واحدة فقط. ألغِها بدلًا من ذلك.</translation>
    </message>
    <message>
        <source>{ticket} is of an earlier day. Take the visit up for a new number (F2).</source>
        <translation>الرقم {ticket} من يوم سابق. استكمل الزيارة للحصول على رقم جديد (F2).</translation>
    </message>
    <message>
        <source>{ticket} is in that room now. Return this one to the queue.</source>
        <translation>الرقم {ticket} في تلك الغرفة الآن. أعد هذا المراجع إلى قائمة الانتظار.</translation>
    </message>
    <message>
        <source>{ticket} was cancelled: nobody is called by it any more.</source>
        <translation>أُلغي الرقم {ticket}، ولن يُستدعى به أحد.</translation>
    </message>
    <message>
        <source>The number is not there yet.</source>
        <translation>لم يصل الرقم بعد.</translation>
    </message>
    <message>
        <source>Calling… the server names the person in a moment.</source>
        <translation>يجري الاستدعاء… يحدّد الخادم المراجع بعد لحظات.</translation>
    </message>
    <message>
        <source>{ticket} has been called and is not closed. First confirm arrival (F9), recall (F7) or mark no-show (F11).</source>
        <translation>الرقم {ticket} ما زال قيد النداء. أكّد الحضور (F9) أو أعد النداء (F7) أو سجّل عدم الحضور (F11) أولًا.</translation>
    </message>
    <message>
        <source>Nobody is called to this room. Call the next one first (F8).</source>
        <translation>لم يُنادَ أحد إلى هذه الغرفة. نادِ التالي أولًا (F8).</translation>
    </message>
    <message>
        <source>The connection is gone, so the room was not taken over: the other console could not hear of it.</source>
        <translation>انقطع الاتصال، فلم تُستلم الغرفة: لن يعلم الجهاز الآخر بذلك.</translation>
    </message>
    <message>
        <source>No one is waiting.</source>
        <translation>لا أحد في الانتظار.</translation>
    </message>
    <message>
        <source>No one this PC knows of is waiting.</source>
        <translation>لا أحد في الانتظار حسب ما وصل إلى هذا الجهاز.</translation>
    </message>
    <message>
        <source>{ticket} is in this room. Finish it first.</source>
        <translation>الرقم {ticket} في هذه الغرفة. أنهِ فحصه أولًا.</translation>
    </message>
    <message>
        <source>Your role does not allow this here.</source>
        <translation>هذا الإجراء غير متاح لك هنا.</translation>
    </message>
    <message>
        <source>The clinic is already in this state.</source>
        <translation>العيادة في هذه الحالة بالفعل.</translation>
    </message>
    <message>
        <source>Offline, with several rooms, only the server knows who is next.</source>
        <translation>دون اتصال ومع تعدّد الغرف، الخادم وحده يعرف التالي.</translation>
    </message>
    <message>
        <source>Offline, only the console that took this room today while connected may call next.</source>
        <translation>دون اتصال، يستدعي التاليَ الجهازُ الذي استلم هذه الغرفة اليوم أثناء الاتصال فقط.</translation>
    </message>
    <message>
        <source>The call from this room waits until earlier work here is decided (Ctrl+F9).</source>
        <translation>الاستدعاء من هذه الغرفة ينتظر القرار بشأن عمل سابق فيها (Ctrl+F9).</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <comment>rows that wait to be shown</comment>
        <translation>
            <numerusform>لا تغييرات</numerusform>
            <numerusform>تغيير واحد</numerusform>
            <numerusform>تغييران</numerusform>
            <numerusform>%n تغييرات</numerusform>
            <numerusform>%n تغييرًا</numerusform>
            <numerusform>%n تغيير</numerusform>
        </translation>
    </message>
    <message>
        <source>First: urgent</source>
        <translation>الأول: حالة عاجلة</translation>
    </message>
    <message>
        <source>First: has priority</source>
        <translation>الأول: له أولوية</translation>
    </message>
    <message>
        <source>First: {count} of {max} calls go to priority, now it is an ordinary turn</source>
        <translation>الأول: للأولوية {count} من كل {max} نداءات، والدور الآن عادي</translation>
    </message>
    <message>
        <source>First: has waited here the longest</source>
        <translation>الأول: أطول انتظارًا هنا</translation>
    </message>
    <message>
        <source>Transfer {ticket} to which clinic?</source>
        <translation>إلى أي عيادة يُحوَّل {ticket}؟</translation>
    </message>
    <message>
        <source>Why is the visit of {ticket} cancelled?</source>
        <translation>ما سبب إلغاء زيارة {ticket}؟</translation>
    </message>
    <message>
        <source>Which priority for {ticket}?</source>
        <translation>ما أولوية {ticket}؟</translation>
    </message>
    <message>
        <source>Why does the priority of {ticket} change?</source>
        <translation>ما سبب تغيير أولوية {ticket}؟</translation>
    </message>
    <message>
        <source>Admit {ticket} here?</source>
        <translation>هل يُستقبل {ticket} هنا؟</translation>
    </message>
    <message>
        <source>Which exam for {ticket}?</source>
        <translation>ما الفحص لصاحب الرقم {ticket}؟</translation>
    </message>
    <message>
        <source>Why does the exam of {ticket} change?</source>
        <translation>ما سبب تغيير فحص {ticket}؟</translation>
    </message>
    <message>
        <source>Which clinic more for {ticket}?</source>
        <translation>أي عيادة تُضاف إلى مسار {ticket}؟</translation>
    </message>
    <message>
        <source>Why has {ticket} one clinic more?</source>
        <translation>ما سبب إضافة العيادة إلى مسار {ticket}؟</translation>
    </message>
    <message>
        <source>Which clinic is left out for {ticket}?</source>
        <translation>أي عيادة تُسقط من مسار {ticket}؟</translation>
    </message>
    <message>
        <source>Why is the clinic left out for {ticket}?</source>
        <translation>ما سبب إسقاط العيادة من مسار {ticket}؟</translation>
    </message>
    <message>
        <source>Why is {ticket} called out of order?</source>
        <translation>ما سبب استدعاء {ticket} خارج الترتيب؟</translation>
    </message>
    <message>
        <source>Where does this console work?</source>
        <translation>أين يعمل هذا الجهاز؟</translation>
    </message>
    <message>
        <source>Desk {ticket} holds this room. What now?</source>
        <translation>هذه الغرفة لدى المكتب {ticket}. ما العمل؟</translation>
    </message>
    <message>
        <source>For what reason?</source>
        <translation>ما السبب؟</translation>
    </message>
    <message>
        <source>Back in how many minutes?</source>
        <translation>العودة بعد كم دقيقة؟</translation>
    </message>
    <message>
        <source>What happens to those who wait here?</source>
        <translation>ما الإجراء لمن ينتظرون هنا؟</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>عادي</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>أولوية</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>عاجل</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>يدويًا</translation>
    </message>
    <message>
        <source>Came late</source>
        <translation>حضر متأخرًا</translation>
    </message>
    <message>
        <source>The doctor asks for it</source>
        <translation>بطلب الطبيب</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>حالة طارئة</translation>
    </message>
    <message>
        <source>Mistake</source>
        <translation>خطأ</translation>
    </message>
    <message>
        <source>The person left</source>
        <translation>غادر المراجع</translation>
    </message>
    <message>
        <source>Has brought the results</source>
        <translation>أحضر النتائج</translation>
    </message>
    <message>
        <source>Elderly</source>
        <translation>كبير السن</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>من ذوي الإعاقة</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>في مهمة رسمية</translation>
    </message>
    <message>
        <source>Pregnant</source>
        <translation>حامل</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>سبب آخر</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>استراحة</translation>
    </message>
    <message>
        <source>Prayer</source>
        <translation>الصلاة</translation>
    </message>
    <message>
        <source>The doctor is away</source>
        <translation>الطبيب غير موجود</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>صيانة</translation>
    </message>
    <message>
        <source>Work here too; the other console keeps the room</source>
        <translation>العمل هنا أيضًا، وتبقى الغرفة لدى الجهاز الآخر</translation>
    </message>
    <message>
        <source>Take the room over</source>
        <translation>استلام الغرفة</translation>
    </message>
    <message>
        <source>No: send them to their clinic</source>
        <translation>لا، يُوجَّه إلى عيادته</translation>
    </message>
    <message>
        <source>Yes: they have finished there</source>
        <translation>نعم، انتهى من تلك العيادة</translation>
    </message>
    <message>
        <source>They stay here, waiting</source>
        <translation>يبقون هنا في الانتظار</translation>
    </message>
    <message>
        <source>Room {room}</source>
        <translation>غرفة {room}</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>مغلقة</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>متوقفة مؤقتًا</translation>
    </message>
    <message>
        <source>women only</source>
        <translation>للنساء فقط</translation>
    </message>
    <message>
        <source>now</source>
        <translation>الحالي</translation>
    </message>
    <message>
        <source>was there</source>
        <translation>سبق أن زارها</translation>
    </message>
    <message>
        <source>is here now</source>
        <translation>هو هنا الآن</translation>
    </message>
    <message>
        <source>not for this person</source>
        <translation>ليس لهذا المراجع</translation>
    </message>
    <message>
        <source>only while connected</source>
        <translation>أثناء الاتصال فقط</translation>
    </message>
</context>
<context>
    <name>TileCard</name>
    <message>
        <source>Details</source>
        <translation>تفاصيل</translation>
    </message>
</context>
<context>
    <name>TodayCard</name>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>مكتمل</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Average exam</source>
        <translation>متوسط الفحص</translation>
    </message>
</context>
<context>
    <name>TodayView</name>
    <message>
        <source>Today&apos;s tickets</source>
        <translation>تذاكر اليوم</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Clinic</source>
        <translation>العيادة</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>رقم الدور</translation>
    </message>
    <message>
        <source>Examinee</source>
        <translation>المراجع</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>الإغلاق</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>الانتظار</translation>
    </message>
    <message>
        <source>All clinics</source>
        <translation>جميع العيادات</translation>
    </message>
    <message>
        <source>Shown as of {time}</source>
        <translation>البيانات كما في {time}</translation>
    </message>
    <message>
        <source>List of the day as a file…</source>
        <translation>قائمة اليوم في ملف…</translation>
    </message>
</context>
<context>
    <name>TodayWords</name>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>تم النداء</translation>
    </message>
    <message>
        <source>In room</source>
        <translation>داخل العيادة</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>معلّق مؤقتًا</translation>
    </message>
    <message>
        <source>No-show</source>
        <translation>لم يحضر</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>منتهية</translation>
    </message>
    <message>
        <source>Unfinished visits</source>
        <translation>زيارات لم تكتمل</translation>
    </message>
    <message>
        <source>Take the visit up</source>
        <translation>استكمال الزيارة</translation>
    </message>
    <message>
        <source>New ticket</source>
        <translation>تذكرة جديدة</translation>
    </message>
    <message>
        <source>Loading today&apos;s tickets…</source>
        <translation>يجري تحميل تذاكر اليوم…</translation>
    </message>
    <message>
        <source>No result for “{q}”. Check the spelling, or issue a new ticket (F2).</source>
        <translation>لا نتائج لـ «{q}». تحقّق من الكتابة أو أصدر تذكرة جديدة (F2).</translation>
    </message>
    <message>
        <source>Nobody has an unfinished visit of an earlier day. Whoever comes gets a new ticket (F2).</source>
        <translation>لا توجد زيارات لم تكتمل من يوم سابق. لمن يحضر تصدر تذكرة جديدة (F2).</translation>
    </message>
    <message>
        <source>This clinic has no such ticket today. Choose all clinics to see the others.</source>
        <translation>لا تذكرة من هذا النوع لهذه العيادة اليوم. اختر «جميع العيادات» لعرض البقية.</translation>
    </message>
    <message>
        <source>No ticket is in this state now. Choose All to see the others.</source>
        <translation>لا تذاكر في هذه الحالة الآن. اختر «الكل» لعرض غيرها.</translation>
    </message>
    <message>
        <source>No tickets yet today. Issue the first one (F2).</source>
        <translation>لم تصدر تذاكر اليوم بعد. أصدر التذكرة الأولى (F2).</translation>
    </message>
</context>
<context>
    <name>ToldList</name>
    <message>
        <source>Time</source>
        <translation>الوقت</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>ما قيل على هذا الجهاز</translation>
    </message>
    <message>
        <source>No open alerts.</source>
        <translation>لا تنبيهات مفتوحة.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Search name, ticket or ID, or scan</source>
        <translation>ابحث بالاسم أو رقم الدور أو الهوية، أو امسح الرمز</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>التنبيهات</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>قفل</translation>
    </message>
    <message>
        <source>The clock of this PC is wrong</source>
        <translation>ساعة هذا الجهاز غير مضبوطة</translation>
    </message>
    <message>
        <source>{state} since {time}</source>
        <translation>{state} منذ {time}</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>أعد المحاولة الآن</translation>
    </message>
    <message>
        <source>Show pending</source>
        <translation>عرض المعلّق</translation>
    </message>
    <message>
        <source>Switch user</source>
        <translation>تبديل المستخدم</translation>
    </message>
    <message>
        <source>Open or close the waiting board</source>
        <translation>فتح شاشة الانتظار أو إغلاقها</translation>
    </message>
    <message>
        <source>My settings</source>
        <translation>إعداداتي</translation>
    </message>
    <message>
        <source>Printing and scanner</source>
        <translation>الطباعة والماسح</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
</context>
<context>
    <name>TroubleBox</name>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
</context>
<context>
    <name>UnusableWindow</name>
    <message>
        <source>MMC Console</source>
        <translation>منصة العيادات MMC</translation>
    </message>
    <message>
        <source>The console cannot use its folder</source>
        <translation>تعذّر على المنصة استخدام مجلدها</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>المجلد</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Please wait…</source>
        <translation>يرجى الانتظار…</translation>
    </message>
    <message>
        <source>Tried again at {time}; it is not possible yet.</source>
        <translation>أُعيدت المحاولة عند {time} ولم تنجح بعد.</translation>
    </message>
    <message>
        <source>The disk of this folder is full, so no work could be kept on it.</source>
        <translation>القرص الذي فيه هذا المجلد ممتلئ، فلا يمكن حفظ أي عمل عليه.</translation>
    </message>
    <message>
        <source>The program may not write in this folder.</source>
        <translation>لا يُسمح للبرنامج بالكتابة في هذا المجلد.</translation>
    </message>
    <message>
        <source>The disk of this folder keeps no locks, so two consoles could work in it at once and spoil it.</source>
        <translation>القرص الذي فيه هذا المجلد لا يدعم قفل الملفات، فقد تعمل فيه منصتان معًا فتفسد بياناته.</translation>
    </message>
    <message>
        <source>This folder cannot be opened. The system says: {reason}</source>
        <translation>تعذّر فتح هذا المجلد. رسالة النظام: {reason}</translation>
    </message>
    <message>
        <source>Free some space on this disk and try again, or start the program with {code} and another folder.</source>
        <translation>أفرغ مساحة على هذا القرص ثم أعد المحاولة، أو شغّل البرنامج بالخيار {code} ومجلد آخر.</translation>
    </message>
    <message>
        <source>Make the folder writable for this user of the PC and try again, or start the program with {code} and another folder.</source>
        <translation>اسمح لمستخدم هذا الجهاز بالكتابة في المجلد ثم أعد المحاولة، أو شغّل البرنامج بالخيار {code} ومجلد آخر.</translation>
    </message>
    <message>
        <source>Start the program with {code} and a folder on a disk of this PC.</source>
        <translation>شغّل البرنامج بالخيار {code} ومجلد على قرص في هذا الجهاز.</translation>
    </message>
    <message>
        <source>Check that the disk is there and try again, or start the program with {code} and another folder. If it stays like this, tell an administrator.</source>
        <translation>تأكد من توصيل القرص ثم أعد المحاولة، أو شغّل البرنامج بالخيار {code} ومجلد آخر. وإن استمر ذلك فأبلغ مدير النظام.</translation>
    </message>
</context>
<context>
    <name>UserWords</name>
    <message>
        <source>People</source>
        <translation>المستخدمون</translation>
    </message>
    <message>
        <source>Consoles</source>
        <translation>المحطات</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>شاشات الانتظار</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>الإضافات</translation>
    </message>
    <message>
        <source>Reception</source>
        <translation>الاستقبال</translation>
    </message>
    <message>
        <source>Clinician</source>
        <translation>طبيب</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>مشرف</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>مدير النظام</translation>
    </message>
    <message>
        <source>Kiosk</source>
        <translation>جهاز التسجيل الذاتي</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>شاشة انتظار</translation>
    </message>
    <message>
        <source>In every clinic: {what}.</source>
        <translation>في كل العيادات: {what}.</translation>
    </message>
    <message>
        <source>In their own clinics: {what}.</source>
        <translation>في عياداته فقط: {what}.</translation>
    </message>
    <message>
        <source>All pages of the administration.</source>
        <translation>جميع صفحات الإدارة.</translation>
    </message>
    <message>
        <source>The pages Metrics and Alerts; decides for others.</source>
        <translation>صفحتا المؤشرات والتنبيهات؛ والبتّ نيابة عن غيره.</translation>
    </message>
    <message>
        <source>Nothing until a role is chosen.</source>
        <translation>لا شيء حتى يُختار دور.</translation>
    </message>
    <message>
        <source>Publishing the centre</source>
        <translation>نشر بيانات المركز</translation>
    </message>
    <message>
        <source>Erasing a person</source>
        <translation>محو بيانات شخص</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>Active</source>
        <translation>نشط</translation>
    </message>
    <message>
        <source>No longer</source>
        <translation>موقوف</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>كلمة مرور أولى</translation>
    </message>
    <message>
        <source>Has never signed in.</source>
        <translation>لم يسجّل الدخول قط.</translation>
    </message>
    <message>
        <source>Last sign-in {time} at {device}.</source>
        <translation>آخر دخول {time} على {device}.</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) now.</source>
        <translation>
            <numerusform>لا جلسات الآن.</numerusform>
            <numerusform>جلسة واحدة الآن.</numerusform>
            <numerusform>جلستان الآن.</numerusform>
            <numerusform>%n جلسات الآن.</numerusform>
            <numerusform>%n جلسة الآن.</numerusform>
            <numerusform>%n جلسة الآن.</numerusform>
        </translation>
    </message>
    <message>
        <source>Type a user name.</source>
        <translation>اكتب اسم المستخدم.</translation>
    </message>
    <message>
        <source>2 to 64 letters, digits or . _ @ - without spaces.</source>
        <translation>من 2 إلى 64 حرفًا أو رقمًا أو . _ @ - دون مسافات.</translation>
    </message>
    <message>
        <source>Somebody has this user name already, perhaps in another spelling.</source>
        <translation>اسم المستخدم هذا مستعمل، ولو بكتابة أخرى.</translation>
    </message>
    <message>
        <source>Type the name that others see.</source>
        <translation>اكتب الاسم الظاهر للآخرين.</translation>
    </message>
    <message>
        <source>The name has 1 to 120 characters.</source>
        <translation>الاسم من 1 إلى 120 حرفًا.</translation>
    </message>
    <message>
        <source>Choose at least one role.</source>
        <translation>اختر دورًا واحدًا على الأقل.</translation>
    </message>
    <message>
        <source>The server does not know one of these roles. Choose again.</source>
        <translation>لا يعرف الخادم أحد هذه الأدوار. اختر من جديد.</translation>
    </message>
    <message>
        <source>A kiosk is nothing else: give it an account of its own.</source>
        <translation>جهاز التسجيل الذاتي لا دور له غيره: أعطه حسابًا خاصًا به.</translation>
    </message>
    <message>
        <source>A clinician works in at least one clinic: choose it.</source>
        <translation>الطبيب يعمل في عيادة واحدة على الأقل: اخترها.</translation>
    </message>
    <message>
        <source>The centre no longer has one of these clinics. Choose again.</source>
        <translation>إحدى هذه العيادات لم تعد في المركز. اختر من جديد.</translation>
    </message>
    <message>
        <source>Nobody else administers this centre. Make somebody an administrator first.</source>
        <translation>لا مدير آخر لهذا المركز. عيّن مديرًا آخر أولًا.</translation>
    </message>
    <message>
        <source>Too short: at least 10 characters.</source>
        <translation>قصيرة: 10 أحرف على الأقل.</translation>
    </message>
    <message>
        <source>Too long: at most 256 characters.</source>
        <translation>طويلة: 256 حرفًا على الأكثر.</translation>
    </message>
    <message>
        <source>Too many people use this password. Choose another one.</source>
        <translation>كلمة مرور شائعة جدًا. اختر غيرها.</translation>
    </message>
    <message>
        <source>The password must not be the name itself.</source>
        <translation>يجب ألا تكون كلمة المرور هي الاسم نفسه.</translation>
    </message>
    <message>
        <source>This password cannot be taken. Choose another one.</source>
        <translation>لا يمكن قبول كلمة المرور هذه. اختر غيرها.</translation>
    </message>
    <message>
        <source>Let in no more</source>
        <translation>ملغاة</translation>
    </message>
    <message>
        <source>Sends by itself</source>
        <translation>ترسل من نفسها</translation>
    </message>
    <message>
        <source>Sends while somebody is signed in</source>
        <translation>ترسل ما دام أحد مسجّل الدخول</translation>
    </message>
    <message>
        <source>The whole centre</source>
        <translation>المركز كله</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>تنطق</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>صامتة</translation>
    </message>
    <message>
        <source>No loudspeaker</source>
        <translation>لا مكبّر صوت</translation>
    </message>
    <message>
        <source>Cannot play</source>
        <translation>تعذّر التشغيل</translation>
    </message>
    <message>
        <source>No voice files</source>
        <translation>لا ملفات صوت</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>متوقفة</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>تبدأ</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>تعمل</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>متعثرة</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>مفقودة</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Let {name} in no more?</source>
        <translation>إيقاف حساب {name}؟</translation>
    </message>
    <message>
        <source>Their sessions end now. What they did stays, and they can be let in again.</source>
        <translation>تنتهي جلساته الآن. يبقى ما أنجزه، ويمكن تفعيل الحساب من جديد.</translation>
    </message>
    <message>
        <source>Deactivate</source>
        <translation>إيقاف الحساب</translation>
    </message>
    <message>
        <source>Make a new first password for {name}?</source>
        <translation>إنشاء كلمة مرور أولى جديدة: {name}؟</translation>
    </message>
    <message>
        <source>The old one ends at once, with every session. The new one is shown once, to hand over.</source>
        <translation>تبطل القديمة حالًا وتنتهي كل الجلسات. تُعرض الجديدة مرة واحدة لتسليمها.</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>إنشاء</translation>
    </message>
    <message>
        <source>Sign {name} out everywhere?</source>
        <translation>إنهاء جميع جلسات {name}؟</translation>
    </message>
    <message>
        <source>Every session ends now. Unsent work stays on its console and is sent after they sign in.</source>
        <translation>تنتهي كل الجلسات الآن. يبقى ما لم يُرسل على محطته ويُرسل بعد تسجيل الدخول.</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Let the console {name} in no more?</source>
        <translation>إلغاء المحطة {name}؟</translation>
    </message>
    <message>
        <source>For a lost or stolen PC. Its sessions end, it sends nothing more, and what waits on it stays there. This is not taken back: the PC has to be set up anew.</source>
        <translation>لحاسوب مفقود أو مسروق. تنتهي جلساته ولا يرسل شيئًا بعدها، ويبقى عليه ما ينتظر الإرسال. لا رجعة في ذلك: يُعدّ الحاسوب من جديد.</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>إلغاء المحطة</translation>
    </message>
    <message>
        <source>Remove the board {name}?</source>
        <translation>إزالة الشاشة {name}؟</translation>
    </message>
    <message>
        <source>It shows nothing from now on. To show again it is made and paired anew.</source>
        <translation>لن تعرض شيئًا بعد الآن. لتعرض ثانية تُنشأ وتُربط من جديد.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
    <message>
        <source>You are sitting at this console.</source>
        <translation>هذه هي المحطة التي تعمل عليها.</translation>
    </message>
    <message>
        <source>This is your own account: you will be signed out.</source>
        <translation>هذا حسابك: سيُسجَّل خروجك.</translation>
    </message>
    <message>
        <source>Added: {name}</source>
        <translation>أُضيف: {name}</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>حُفظ: {name}</translation>
    </message>
    <message>
        <source>{name} may come in again.</source>
        <translation>فُعّل حساب {name}.</translation>
    </message>
    <message>
        <source>{name} is let in no more.</source>
        <translation>أُوقف حساب {name}.</translation>
    </message>
    <message>
        <source>{name} is signed out everywhere.</source>
        <translation>انتهت جميع جلسات {name}.</translation>
    </message>
    <message>
        <source>The console has its name.</source>
        <translation>سُمّيت المحطة.</translation>
    </message>
    <message>
        <source>Console {desk} is let in no more.</source>
        <translation>أُلغيت المحطة {desk}.</translation>
    </message>
    <message>
        <source>The board {name} is removed.</source>
        <translation>أُزيلت الشاشة {name}.</translation>
    </message>
    <message>
        <source>{name} is on.</source>
        <translation>شُغّلت {name}.</translation>
    </message>
    <message>
        <source>{name} is off.</source>
        <translation>أُوقفت {name}.</translation>
    </message>
    <message>
        <source>Copied. Clear the clipboard when it is handed over.</source>
        <translation>نُسخت. أفرغ الحافظة بعد التسليم.</translation>
    </message>
    <message>
        <source>Printed.</source>
        <translation>طُبعت.</translation>
    </message>
    <message>
        <source>Nothing was printed. Check the printer.</source>
        <translation>لم يُطبع شيء. تحقّق من الطابعة.</translation>
    </message>
    <message>
        <source>It needs a setting first: {code}. Give it on the server&apos;s command line.</source>
        <translation>ينقصها إعداد: {code}. أعطه من سطر أوامر الخادم.</translation>
    </message>
    <message>
        <source>This plugin cannot be loaded: {reason}.</source>
        <translation>تعذّر تحميل هذه الإضافة: {reason}.</translation>
    </message>
    <message>
        <source>The server did not take this. Check what was typed.</source>
        <translation>لم يقبل الخادم ذلك. تحقّق مما كُتب.</translation>
    </message>
</context>
<context>
    <name>UsersStep</name>
    <message>
        <source>Somebody at the reception</source>
        <translation>موظف استقبال</translation>
    </message>
    <message>
        <source>Somebody in a clinic</source>
        <translation>موظف في عيادة</translation>
    </message>
    <message>
        <source>You can skip this and add users later. They must choose an own password at first sign-in.</source>
        <translation>يمكن تخطي هذا وإضافة المستخدمين لاحقًا. عليهم اختيار كلمة مرور خاصة عند أول تسجيل دخول.</translation>
    </message>
    <message>
        <source>Please wait…</source>
        <translation>يرجى الانتظار…</translation>
    </message>
    <message>
        <source>Added: {name}</source>
        <translation>أُضيف: {name}</translation>
    </message>
</context>
<context>
    <name>UsersView</name>
    <message>
        <source>The server cannot be reached.</source>
        <translation>تعذّر الوصول إلى الخادم.</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>لحظة من فضلك.</translation>
    </message>
    <message>
        <source>The server has not answered yet.</source>
        <translation>لم يُجب الخادم بعد.</translation>
    </message>
    <message>
        <source>Select somebody first.</source>
        <translation>اختر مستخدمًا أولًا.</translation>
    </message>
    <message>
        <source>Nobody is signed in with this account.</source>
        <translation>لا جلسة لهذا الحساب الآن.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>لم يتغير شيء.</translation>
    </message>
    <message>
        <source>They are let in no more.</source>
        <translation>الحساب موقوف.</translation>
    </message>
    <message>
        <source>Activate</source>
        <translation>تفعيل</translation>
    </message>
    <message>
        <source>Deactivate…</source>
        <translation>إيقاف الحساب…</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>إضافة مستخدم</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>من ملف…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>تجاهل</translation>
    </message>
    <message>
        <source>New first password…</source>
        <translation>كلمة مرور أولى…</translation>
    </message>
    <message>
        <source>Sign out everywhere…</source>
        <translation>إنهاء الجلسات…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>No filter is set.</source>
        <translation>لا عوامل تصفية.</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>متابعة الكتابة</translation>
    </message>
    <message>
        <source>Select a console first.</source>
        <translation>اختر محطة أولًا.</translation>
    </message>
    <message>
        <source>It is let in no more already.</source>
        <translation>المحطة ملغاة من قبل.</translation>
    </message>
    <message>
        <source>Name…</source>
        <translation>تسمية…</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>إلغاء المحطة…</translation>
    </message>
    <message>
        <source>Select a board first.</source>
        <translation>اختر شاشة أولًا.</translation>
    </message>
    <message>
        <source>New board…</source>
        <translation>شاشة جديدة…</translation>
    </message>
    <message>
        <source>New code…</source>
        <translation>رمز جديد…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>إزالة…</translation>
    </message>
    <message>
        <source>Select a plugin first.</source>
        <translation>اختر إضافة أولًا.</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>تشغيل</translation>
    </message>
</context>
<context>
    <name>VerifyStep</name>
    <message>
        <source>What was looked at</source>
        <translation>ما تم فحصه</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>التقرير</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>حفظ التقرير…</translation>
    </message>
</context>
<context>
    <name>WayStep</name>
    <message>
        <source>A new centre on this PC</source>
        <translation>مركز جديد على هذا الجهاز</translation>
    </message>
    <message>
        <source>For one PC that stays on. The server starts and stops with the console and is for this PC only. You choose a folder and the administrator&apos;s password.</source>
        <translation>لجهاز واحد يبقى عاملًا. يبدأ الخادم ويتوقف مع المنصة، وهو لهذا الجهاز وحده. تختار المجلد وكلمة مرور مدير النظام.</translation>
    </message>
    <message>
        <source>Join a server</source>
        <translation>الانضمام إلى خادم</translation>
    </message>
    <message>
        <source>Choose this on most PCs: the centre has a server already. You need its address.</source>
        <translation>الخيار المناسب لمعظم الأجهزة: للمركز خادم بالفعل، ويلزمك عنوانه.</translation>
    </message>
    <message>
        <source>Look around with a sample day</source>
        <translation>التجربة بيوم نموذجي</translation>
    </message>
    <message>
        <source>A made-up centre in the middle of a busy day. Nothing of it is kept.</source>
        <translation>مركز افتراضي في منتصف يوم مزدحم. لا يُحفظ منه شيء.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>التنبيهات</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Shown as of {time}</source>
        <translation>البيانات كما في {time}</translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message>
        <source>My settings…</source>
        <translation>إعداداتي…</translation>
    </message>
    <message>
        <source>Printing and scanner…</source>
        <translation>الطباعة والماسح…</translation>
    </message>
    <message>
        <source>Board in the waiting room</source>
        <translation>شاشة صالة الانتظار</translation>
    </message>
    <message>
        <source>The language of this PC; also with one key on every page.</source>
        <translation>لغة هذا الجهاز؛ وأيضاً بمفتاح واحد في كل صفحة.</translation>
    </message>
    <message>
        <source>Light or dark, how soon this PC locks itself, and the PIN that opens it again.</source>
        <translation>فاتح أو داكن، ومتى يقفل هذا الجهاز نفسه، والرمز الذي يفتحه.</translation>
    </message>
    <message>
        <source>Which printer this PC has, the width of its paper, and a test of the scanner.</source>
        <translation>طابعة هذا الجهاز، وعرض ورقها، واختبار الماسح.</translation>
    </message>
    <message>
        <source>A second window with the numbers for the waiting room.</source>
        <translation>نافذة ثانية بالأرقام لصالة الانتظار.</translation>
    </message>
    <message>
        <source>View as table</source>
        <translation>عرض كجدول</translation>
    </message>
    <message>
        <source>View as chart</source>
        <translation>عرض كمخطط</translation>
    </message>
    <message>
        <source>Copy the numbers</source>
        <translation>نسخ الأرقام</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>تصدير CSV</translation>
    </message>
    <message>
        <source>There are no numbers yet.</source>
        <translation>لا أرقام بعد.</translation>
    </message>
</context>
</TS>
