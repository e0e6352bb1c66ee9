-- Why: the board in the waiting room shows its words in the languages of the people there, one after another. Step: expand.
alter table queue_rules add column board_languages text[] not null default '{}'
  constraint queue_rules_board_languages check (board_languages <@ array['en', 'ur']);
comment on column queue_rules.board_languages is 'in turn; none: the language of the browser that shows the board';
