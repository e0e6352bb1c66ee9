# ایک مریض کا چارٹ۔
chart-facts = معلوم باتیں
chart-age = { $count ->
    [one] عمر ایک سال
   *[other] عمر { $count } سال
}
chart-born = پیدائش { $day }
chart-died = وفات { $day }
chart-since = { $day } سے
chart-until = { $day } تک
chart-allergies = الرجی
chart-allergy-high-risk = شدید خطرہ
chart-allergies-none = کوئی الرجی معلوم نہیں۔
chart-allergies-unknown = کچھ درج نہیں۔ دوا لکھنے سے پہلے مریض سے پوچھیں۔
chart-doubt-unconfirmed = تصدیق نہیں ہوئی
chart-doubt-provisional = عارضی تشخیص
chart-doubt-differential = کئی امکانات میں سے ایک
chart-problems = بیماریاں
chart-problems-none = کوئی موجودہ بیماری درج نہیں۔
chart-problems-past = { $count ->
    [one] ماضی کی ایک بیماری
   *[other] ماضی کی { $count } بیماریاں
}
chart-medicines = دوائیں
chart-medicines-none = کوئی موجودہ دوا درج نہیں۔
chart-medicines-past = { $count ->
    [one] ماضی کی ایک دوا
   *[other] ماضی کی { $count } دوائیں
}
chart-vitals = طبی پیمائش
chart-vitals-none = ابھی کوئی پیمائش نہیں ہوئی۔
chart-vital = پیمائش
chart-course = رجحان
chart-latest = تازہ ترین
chart-course-of = { $count ->
    [one] آخری پیمائش
   *[other] آخری { $count } پیمائشوں کا رجحان
}
chart-high = زیادہ
chart-low = کم
chart-immunizations = حفاظتی ٹیکے
chart-immunizations-none = کوئی حفاظتی ٹیکہ درج نہیں۔
chart-visits = معائنے
chart-book = نئی بکنگ
chart-messages = بھیجے گئے پیغامات
chart-audit = یہ ریکارڈ کس نے دیکھا
vital-pressure = بلڈ پریشر
vital-diastolic = نچلا بلڈ پریشر
vital-pulse = نبض
vital-breathing = سانس کی رفتار
vital-oxygen = آکسیجن
vital-temperature = درجہ حرارت
vital-weight = وزن
vital-height = قد
vital-bmi = باڈی ماس انڈیکس
vital-pain = درد
