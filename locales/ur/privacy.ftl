# رازداری کا صفحہ، وعدوں کے رجسٹر سے بنا ہوا
privacy-title = ہم آپ کی معلومات کیسے استعمال کرتے ہیں
privacy-lede = نیچے کا ہر جملہ نظام خود نبھاتا ہے۔ اس کے ساتھ رجسٹر میں اس کا نمبر ہے تاکہ آپ ثبوت مانگ سکیں۔ جملے ابھی انگریزی میں ہیں۔
privacy-version = آخری بار { $date } کو بدلا گیا
privacy-short = جب آپ وقت لیتے ہیں تو کلینک آپ کا نام، نمبر اور وقت اپنی الگ چابی سے خفیہ کر کے رکھتا ہے۔ وہ آپ کو تبھی لکھتا ہے جب آپ خانے پر نشان لگائیں، صرف آپ کے وقت کے بارے میں، اور STOP لکھنے پر رک جاتا ہے۔
privacy-not-yet = ہمارے { $all } وعدوں میں سے { $kept } یہ نسخہ خود نبھاتا ہے۔ باقی تب تک یہاں نہیں لکھے جاتے جب تک پورے نہ ہوں۔
promise-topic = { $topic ->
    [access-control] کون کیا دیکھ سکتا ہے
    [abuse] غلط استعمال کے خلاف
    [ai] مصنوعی ذہانت
    [analytics] آمد و رفت کی گنتی
    [audit] کس نے کیا کیا، اس کا ریکارڈ
    [availability] موجود رہنا
    [backup] نقول
    [billing] بل
    [children] بچے
    [community] آراء
    [consent] آپ کی اجازت
    [contact] ہم سے رابطہ
    [contract] معاہدے
    [cookies] کوکیز
    [crypto] خفیہ کاری
    [data-scope] کیا رکھا جاتا ہے
    [disclosure] کیا باہر جاتا ہے
    [identity] سائن اِن
    [incident] جب کچھ غلط ہو جائے
    [integration] دوسرے نظام
    [medication-safety] دوائیں
    [messaging] پیغامات
    [network] نیٹ ورک
    [ownership] ڈیٹا کس کا ہے
    [payments] ادائیگیاں
    [policy-versioning] یہ صفحہ
    [purpose] کس کام کے لیے
    [residency] کہاں ہے
    [retention] کتنی دیر رکھا جاتا ہے
    [rights] آپ کے حقوق
    [scheduling] ملاقات کے اوقات
    [security] حفاظت
    [subprocessors] ہماری مدد کون کرتا ہے
    [support-access] معاونت
   *[tenancy] کلینک ایک دوسرے سے الگ
}
