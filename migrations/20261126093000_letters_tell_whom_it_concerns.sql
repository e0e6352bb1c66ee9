-- Why: what opened a clinic to a program, a directory or a person changed without a word to its owners, and what happened to a login
-- without a word to whose it is. The closed list of letters is longer now.
-- Step: expand.
alter table letter drop constraint letter_kind;
alter table letter add constraint letter_kind check (kind in ('opening', 'reset', 'password_changed', 'factor_added',
  'factor_removed', 'new_device', 'support_requested', 'support_running', 'emergency_opened', 'account_shared', 'invitation',
  'sign_in_code', 'api_changed', 'member_changed', 'you_changed', 'directory_changed', 'directory_linked', 'passkey_stopped',
  'recovery_used'));
