# کسی اور نظام سے ریکارڈ لانا۔
import-title = ریکارڈ درآمد کریں
import-lede = اپنے مریض ان کی طبی تاریخ سمیت کسی اور نظام سے FHIR R4 بنڈل کی صورت میں لائیں۔
import-files = فائلیں
import-files-hint = ‎.json بنڈل، یا ان کی ‎.tar یا ‎.tar.zst فائل؛ ہر فائل زیادہ سے زیادہ 64 MB اور سب مل کر 256 MB
import-begin = درآمد کریں
import-waits = جب تک سب کچھ آ نہ جائے صفحہ انتظار کرتا ہے، سو مریضوں کے لیے چند سیکنڈ۔ اگر کام بیچ میں رک جائے تو وہی فائلیں دوبارہ درآمد کریں: جو پہلے سے موجود ہے وہ پہچان لیا جاتا ہے۔
import-no-file = کم از کم ایک فائل چنیں
import-consent-title = درآمد کے ساتھ اجازت نہیں آتی
import-consent = درآمد شدہ مریضوں کو اس وقت تک کوئی پیغام نہیں جاتا جب تک وہ خود وقت لیتے ہوئے یا استقبالیے پر ہاں نہ کہیں۔
import-past = پچھلی درآمدات
import-past-none = ابھی کچھ درآمد نہیں ہوا۔
import-when = کب
import-taken = لیے گئے
import-here = پہلے سے موجود
import-refused = رد کی گئی فائلیں
import-unfinished = مکمل نہیں ہوئی
import-unfinished-next = یہ درآمد ابھی جاری ہے یا بیچ میں رک گئی ہے۔ اگر ایک منٹ میں کچھ نہ بدلے تو وہی فائلیں دوبارہ درآمد کریں: جو پہلے سے موجود ہے وہ پہچان لیا جاتا ہے۔
import-report = درآمد میں کیا آیا
import-bundles = { $count ->
    [0] کوئی بنڈل نہیں آیا۔
    [one] ایک بنڈل آیا۔
   *[other] { $count } بنڈل آئے۔
}
import-bundles-refused = { $count ->
    [0] کوئی رد نہیں ہوا۔
    [one] ایک پورا رد ہوا۔
   *[other] { $count } پورے رد ہوئے۔
}
import-kinds = قسم کے لحاظ سے ریکارڈ
import-kind = قسم
import-count = تعداد
import-why = وجہ
import-file = فائل
import-left = کیا نہیں لیا گیا، اور کیوں
import-left-kind = ویل کیپٹ اس قسم کا ریکارڈ درآمد نہیں کرتا
import-left-not-vital = مشاہدات میں سے صرف بنیادی طبی پیمائش درآمد ہوتی ہے
import-left-no-value = پیمائش میں کوئی ایک عدد نہیں جو چارٹ پر آ سکے
import-left-withdrawn = ریکارڈ منسوخ کیا گیا یا غلطی سے درج ہوا تھا
import-left-no-patient = ریکارڈ کسی مریض کے بارے میں نہیں
import-left-unnamed = ریکارڈ نہیں بتاتا کہ کس چیز کے بارے میں ہے
import-left-no-date = ریکارڈ نہیں بتاتا کہ کب
import-left-refuted = معلوم ہوا کہ ایسا نہیں تھا
import-left-not-given = ٹیکہ نہیں لگا
import-left-not-prescribed = تجویز یا منصوبہ ہے، نسخہ نہیں
import-left-no-name = ڈاکٹر کا کوئی نام نہیں جو دکھایا جا سکے
import-left-phone = مریض آ گیا، مگر فون نمبر کلینک کے ملک میں درست نہیں
import-broken = پوری رد کی گئی فائلیں
import-broken-next = ان فائلوں میں سے کچھ نہیں رکھا گیا۔ جہاں سے آئی ہیں وہاں درست کروا کر دوبارہ درآمد کریں۔
import-more = مزید درآمد کریں
import-to-patients = مریضوں پر جائیں
