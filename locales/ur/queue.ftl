# انتظار گاہ: اس کا بورڈ، اور جب کسی بٹن سے کچھ نہ بدلے تو عملے کے لیے بات
board-title = انتظار گاہ
board-live = براہِ راست
board-reconnecting = رابطہ دوبارہ جوڑا جا رہا ہے۔ براہِ کرم استقبالیہ پر پوچھیں۔
board-now = ابھی
board-next = اگلے
board-nobody-called = ابھی کسی کو نہیں بلایا گیا۔
board-nobody-waits = کوئی انتظار میں نہیں۔
queue-refused = کچھ نہیں بدلا
queue-back-to-list = فہرست پر واپس
queue-slot-taken = یہ وقت اب کسی اور کے پاس ہے۔ مریض کے لیے دوسرا وقت بُک کریں
queue-already-called = مریض کو بلایا جا چکا ہے، اس لیے آمد واپس نہیں لی جا سکتی
queue-nobody-waits = بلانے کے لیے کوئی انتظار میں نہیں
queue-who-calls = پہلے معالج چنیں، پھر اگلے مریض کو بلائیں
