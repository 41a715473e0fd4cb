"""Every address that is no admin list or form, one row each: who gets which answer. `role_table.py` has the letters.

Written by hand: nothing here is read from the role table of the portal.
"""

PAGES = """
#                                                     a   t   i   o   h   c   p   w   b   v   d   s
healthz                                  -          200 200 200 200 200 200 200 200 200 200 200 200
readyz                                   -          200 200 200 200 200 200 200 200 200 200 200 200
mfa_authenticate                         -          302 302 302 302 302 302 302 302 302 302 302 302
choose_membership                        -          302 403 200 200 200 200 200 200 200 200 200 200
staff_invitation                         own        200 200 200 200 200 200 200 200 200 200 200 200
staff_invitation                         same       200 200 200 200 200 200 200 200 200 200 200 200
staff_invitation                         other      200 200 200 200 200 200 200 200 200 200 200 200
staff_invitation                         unknown    410 410 410 410 410 410 410 410 410 410 410 410
center_logo                              own        200 200 200 200 200 200 200 200 200 200 200 200
center_logo                              same       200 200 200 200 200 200 200 200 200 200 200 200
center_logo                              other      200 200 200 200 200 200 200 200 200 200 200 200
center_logo                              unknown    404 404 404 404 404 404 404 404 404 404 404 404
account_login                            -          200 302 302 302 302 302 302 302 302 302 302 302
account_logout                           -          302 200 200 200 200 200 200 200 200 200 200 200
account_inactive                         -          200 200 200 200 200 200 200 200 200 200 200 200
account_signup                           -          200 302 302 302 302 302 302 302 302 302 302 302
account_reauthenticate                   -          302 200 200 200 200 200 200 200 200 200 200 200
account_email                            -          302 200 200 200 200 200 200 200 200 200 200 200
account_email_verification_sent          -          302 302 302 302 302 302 302 302 302 302 302 302
account_change_password                  -          302 200 200 200 200 200 200 200 200 200 200 200
account_set_password                     -          302 302 302 302 302 302 302 302 302 302 302 302
account_reset_password                   -          200 200 200 200 200 200 200 200 200 200 200 200
account_confirm_login_code               -          302 302 302 302 302 302 302 302 302 302 302 302
account_confirm_password_reset_code      -          302 302 302 302 302 302 302 302 302 302 302 302
account_complete_password_reset          -          302 302 302 302 302 302 302 302 302 302 302 302
account_password_reset_completed         -          200 200 200 200 200 200 200 200 200 200 200 200
account_code                             -          302 302 302 302 302 302 302 302 302 302 302 302
account_phone                            -          302 200 200 200 200 200 200 200 200 200 200 200
mfa_index                                -          302 200 200 200 200 200 200 200 200 200 200 200
mfa_reauthenticate                       -          302 302 200 200 200 200 200 200 200 200 200 200
mfa_trust                                -          302 302 302 302 302 302 302 302 302 302 302 302
mfa_activate_totp                        -          302 302 302 302 302 302 302 302 302 302 302 302
mfa_deactivate_totp                      -          302 404 302 302 302 302 302 302 302 302 302 302
mfa_view_recovery_codes                  -          302 404 302 302 302 302 302 302 302 302 302 302
mfa_generate_recovery_codes              -          302 302 302 302 302 302 302 302 302 302 302 302
mfa_download_recovery_codes              -          302 404 302 302 302 302 302 302 302 302 302 302
POST set_language                        -          302 302 302 302 302 302 302 302 302 302 302 302
admin/login/                             -          302 302 302 302 302 302 302 302 302 302 302 302
admin:(?P<url>.*)$                       -          302 403 404 404 404 404 404 404 404 404 404 404
catalogue                                -          200 200 200 200 200 200 200 200 200 200 200 200
check_eligibility                        -          200 200 200 200 200 200 200 200 200 200 200 200
POST remind                              -          404 404 404 404 404 404 404 404 404 404 404 404
reminder_asked                           -          200 200 200 200 200 200 200 200 200 200 200 200
reminder                                 -          410 410 410 410 410 410 410 410 410 410 410 410
published_results                        own        200 200 200 200 200 200 200 200 200 200 200 200
published_results                        same       200 200 200 200 200 200 200 200 200 200 200 200
published_results                        other      200 200 200 200 200 200 200 200 200 200 200 200
published_results                        unknown    404 404 404 404 404 404 404 404 404 404 404 404
offering                                 own        200 200 200 200 200 200 200 200 200 200 200 200
offering                                 same       200 200 200 200 200 200 200 200 200 200 200 200
offering                                 other      200 200 200 200 200 200 200 200 200 200 200 200
offering                                 unknown    404 404 404 404 404 404 404 404 404 404 404 404
eligibility                              own        200 200 200 200 200 200 200 200 200 200 200 200
eligibility                              same       200 200 200 200 200 200 200 200 200 200 200 200
eligibility                              other      200 200 200 200 200 200 200 200 200 200 200 200
eligibility                              unknown    404 404 404 404 404 404 404 404 404 404 404 404
apply                                    own        302 200 403 403 403 403 403 403 403 403 403 403
apply                                    same       302 200 403 403 403 403 403 403 403 403 403 403
apply                                    other      302 200 403 403 403 403 403 403 403 403 403 403
apply                                    unknown    302 404 403 403 403 403 403 403 403 403 403 403
application                              own        302 302 403 403 403 403 403 403 403 403 403 403
application                              same       302 404 403 403 403 403 403 403 403 403 403 403
application                              other      302 404 403 403 403 403 403 403 403 403 403 403
application                              unknown    302 404 403 403 403 403 403 403 403 403 403 403
application_check                        own        302 302 403 403 403 403 403 403 403 403 403 403
application_check                        same       302 404 403 403 403 403 403 403 403 403 403 403
application_check                        other      302 404 403 403 403 403 403 403 403 403 403 403
application_check                        unknown    302 404 403 403 403 403 403 403 403 403 403 403
application_discard                      own        302 302 403 403 403 403 403 403 403 403 403 403
application_discard                      same       302 404 403 403 403 403 403 403 403 403 403 403
application_discard                      other      302 404 403 403 403 403 403 403 403 403 403 403
application_discard                      unknown    302 404 403 403 403 403 403 403 403 403 403 403
guardian_letter                          own        302 200 403 403 403 403 403 403 403 403 403 403
guardian_letter                          same       302 404 403 403 403 403 403 403 403 403 403 403
guardian_letter                          other      302 404 403 403 403 403 403 403 403 403 403 403
guardian_letter                          unknown    302 404 403 403 403 403 403 403 403 403 403 403
POST guardian_ask                        own        302 302 403 403 403 403 403 403 403 403 403 403
POST guardian_ask                        same       302 404 403 403 403 403 403 403 403 403 403 403
POST guardian_ask                        other      302 404 403 403 403 403 403 403 403 403 403 403
POST guardian_ask                        unknown    302 404 403 403 403 403 403 403 403 403 403 403
guardian_consent                         own        200 200 200 200 200 200 200 200 200 200 200 200
guardian_consent                         same       200 200 200 200 200 200 200 200 200 200 200 200
guardian_consent                         other      200 200 200 200 200 200 200 200 200 200 200 200
guardian_consent                         unknown    410 410 410 410 410 410 410 410 410 410 410 410
application_step                         own        302 302 403 403 403 403 403 403 403 403 403 403
application_step                         same       302 404 403 403 403 403 403 403 403 403 403 403
application_step                         other      302 404 403 403 403 403 403 403 403 403 403 403
application_step                         unknown    302 404 403 403 403 403 403 403 403 403 403 403
document                                 own        302 200 404 200 200 404 404 404 404 404 404 200
document                                 same       302 404 404 200 200 404 404 404 404 404 404 200
document                                 other      302 404 404 404 404 404 404 404 404 404 404 200
document                                 unknown    302 404 404 404 404 404 404 404 404 404 404 404
document_original                        own        302 200 404 200 200 404 404 404 404 404 404 200
document_original                        same       302 404 404 200 200 404 404 404 404 404 404 200
document_original                        other      302 404 404 404 404 404 404 404 404 404 404 200
document_original                        unknown    302 404 404 404 404 404 404 404 404 404 404 404
document_page                            own        302 200 404 200 200 404 404 404 404 404 404 200
document_page                            same       302 404 404 200 200 404 404 404 404 404 404 200
document_page                            other      302 404 404 404 404 404 404 404 404 404 404 200
document_page                            unknown    302 404 404 404 404 404 404 404 404 404 404 404
mydata:home                              -          302 200 403 403 403 403 403 403 403 403 403 403
mydata:ask                               -          302 200 403 403 403 403 403 403 403 403 403 403
mydata:held                              -          302 302 403 403 403 403 403 403 403 403 403 403
mydata:download                          -          302 302 403 403 403 403 403 403 403 403 403 403
mydata:viewed                            -          302 200 403 403 403 403 403 403 403 403 403 403
mydata:withdraw                          own        302 200 403 403 403 403 403 403 403 403 403 403
mydata:withdraw                          same       302 404 403 403 403 403 403 403 403 403 403 403
mydata:withdraw                          other      302 404 403 403 403 403 403 403 403 403 403 403
mydata:withdraw                          unknown    302 404 403 403 403 403 403 403 403 403 403 403
journey:answer                           -          410 410 410 410 410 410 410 410 410 410 410 410
journey:appointment                      -          410 410 410 410 410 410 410 410 410 410 410 410
journey:choose                           -          410 410 410 410 410 410 410 410 410 410 410 410
journey:fix                              -          410 410 410 410 410 410 410 410 410 410 410 410
journey:feed                             -          410 410 410 410 410 410 410 410 410 410 410 410
journey:calendar                         -          302 200 403 403 403 403 403 403 403 403 403 403
journey:carry                            -          410 410 410 410 410 410 410 410 410 410 410 410
journey:home                             -          302 200 403 403 403 403 403 403 403 403 403 403
journey:application                      own        302 200 403 403 403 403 403 403 403 403 403 403
journey:application                      same       302 404 403 403 403 403 403 403 403 403 403 403
journey:application                      other      302 404 403 403 403 403 403 403 403 403 403 403
journey:application                      unknown    302 404 403 403 403 403 403 403 403 403 403 403
journey:letters                          own        302 200 403 403 403 403 403 403 403 403 403 403
journey:letters                          same       302 404 403 403 403 403 403 403 403 403 403 403
journey:letters                          other      302 404 403 403 403 403 403 403 403 403 403 403
journey:letters                          unknown    302 404 403 403 403 403 403 403 403 403 403 403
POST journey:again                       own        302 302 403 403 403 403 403 403 403 403 403 403
POST journey:again                       same       302 404 403 403 403 403 403 403 403 403 403 403
POST journey:again                       other      302 404 403 403 403 403 403 403 403 403 403 403
POST journey:again                       unknown    302 404 403 403 403 403 403 403 403 403 403 403
journey:sent                             own        302 200 403 403 403 403 403 403 403 403 403 403
journey:sent                             same       302 404 403 403 403 403 403 403 403 403 403 403
journey:sent                             other      302 404 403 403 403 403 403 403 403 403 403 403
journey:sent                             unknown    302 404 403 403 403 403 403 403 403 403 403 403
journey:confirm                          own        302 302 403 403 403 403 403 403 403 403 403 403
journey:confirm                          same       302 404 403 403 403 403 403 403 403 403 403 403
journey:confirm                          other      302 404 403 403 403 403 403 403 403 403 403 403
journey:confirm                          unknown    302 404 403 403 403 403 403 403 403 403 403 403
journey:appeal                           own        302 302 403 403 403 403 403 403 403 403 403 403
journey:appeal                           same       302 404 403 403 403 403 403 403 403 403 403 403
journey:appeal                           other      302 404 403 403 403 403 403 403 403 403 403 403
journey:appeal                           unknown    302 404 403 403 403 403 403 403 403 403 403 403
journey:withdraw                         own        302 200 403 403 403 403 403 403 403 403 403 403
journey:withdraw                         same       302 404 403 403 403 403 403 403 403 403 403 403
journey:withdraw                         other      302 404 403 403 403 403 403 403 403 403 403 403
journey:withdraw                         unknown    302 404 403 403 403 403 403 403 403 403 403 403
home_after_sign_in                       -          302 302 302 302 302 302 302 302 302 302 302 302
notifications:whatsapp                   -          404 404 404 404 404 404 404 404 404 404 404 404
help                                     -          200 200 200 200 200 200 200 200 200 200 200 200
contact                                  -          200 200 200 200 200 200 200 200 200 200 200 200
announcements                            -          200 200 200 200 200 200 200 200 200 200 200 200
announcement                             own        200 200 200 200 200 200 200 200 200 200 200 200
announcement                             same       200 200 200 200 200 200 200 200 200 200 200 200
announcement                             other      200 200 200 200 200 200 200 200 200 200 200 200
announcement                             unknown    404 404 404 404 404 404 404 404 404 404 404 404
privacy                                  -          200 200 200 200 200 200 200 200 200 200 200 200
privacy_version                          own        200 200 200 200 200 200 200 200 200 200 200 200
privacy_version                          same       200 200 200 200 200 200 200 200 200 200 200 200
privacy_version                          other      200 200 200 200 200 200 200 200 200 200 200 200
privacy_version                          unknown    404 404 404 404 404 404 404 404 404 404 404 404
robots                                   -          200 200 200 200 200 200 200 200 200 200 200 200
sitemap                                  -          200 200 200 200 200 200 200 200 200 200 200 200
accessibility                            -          200 200 200 200 200 200 200 200 200 200 200 200
certification:pdf                        own        302 200 404 200 200 200 404 404 404 404 404 200
certification:pdf                        same       302 404 404 200 200 200 404 404 404 404 404 200
certification:pdf                        other      302 404 404 404 404 404 404 404 404 404 404 200
certification:pdf                        unknown    302 404 404 404 404 404 404 404 404 404 404 404
certification:cohorts                    -          302 404 404 200 200 200 404 404 404 200 404 200
certification:complete                   own        302 404 404 200 403 403 404 404 404 403 404 200
certification:complete                   same       302 404 404 200 403 403 404 404 404 403 404 200
certification:complete                   other      302 404 404 404 404 404 404 404 404 403 404 200
certification:complete                   unknown    302 404 404 404 404 404 404 404 404 404 404 404
certification:issue                      own        302 404 404 403 403 200 404 404 404 403 404 200
certification:issue                      same       302 404 404 403 403 200 404 404 404 403 404 200
certification:issue                      other      302 404 404 404 404 404 404 404 404 403 404 200
certification:issue                      unknown    302 404 404 404 404 404 404 404 404 404 404 404
verify                                   -          200 200 200 200 200 200 200 200 200 200 200 200
verify                                   own        200 200 200 200 200 200 200 200 200 200 200 200
verify                                   same       200 200 200 200 200 200 200 200 200 200 200 200
verify                                   other      200 200 200 200 200 200 200 200 200 200 200 200
verify                                   unknown    404 404 404 404 404 404 404 404 404 404 404 404
teaching:today                           -          302 404 200 403 403 403 403 403 403 403 403 200
teaching:session                         own        302 404 200 403 403 403 403 403 403 403 403 200
teaching:session                         same       302 404 404 403 403 403 403 403 403 403 403 200
teaching:session                         other      302 404 404 403 403 403 403 403 403 403 403 200
teaching:session                         unknown    302 404 404 403 403 403 403 403 403 403 403 404
POST teaching:lock                       own        302 404 302 403 403 403 403 403 403 403 403 302
POST teaching:lock                       same       302 404 404 403 403 403 403 403 403 403 403 302
POST teaching:lock                       other      302 404 404 403 403 403 403 403 403 403 403 302
POST teaching:lock                       unknown    302 404 404 403 403 403 403 403 403 403 403 404
teaching:correct                         own        302 404 200 403 403 403 403 403 403 403 403 200
teaching:correct                         same       302 404 404 403 403 403 403 403 403 403 403 200
teaching:correct                         other      302 404 404 403 403 403 403 403 403 403 403 200
teaching:correct                         unknown    302 404 404 403 403 403 403 403 403 403 403 404
teaching:cohort                          own        302 404 200 403 403 403 403 403 403 403 403 200
teaching:cohort                          same       302 404 404 403 403 403 403 403 403 403 403 200
teaching:cohort                          other      302 404 404 403 403 403 403 403 403 403 403 200
teaching:cohort                          unknown    302 404 404 403 403 403 403 403 403 403 403 404
teaching:grid                            own        302 404 200 403 403 403 403 403 403 403 403 200
teaching:grid                            same       302 404 404 403 403 403 403 403 403 403 403 200
teaching:grid                            other      302 404 404 403 403 403 403 403 403 403 403 200
teaching:grid                            unknown    302 404 404 403 403 403 403 403 403 403 403 404
jobs:list                                -          302 404 404 200 200 200 404 404 404 404 404 200
jobs:live                                -          302 404 404 200 200 200 404 404 404 404 404 200
jobs:progress                            own        302 404 200 200 200 200 404 404 404 404 404 200
jobs:progress                            same       302 404 404 200 200 200 404 404 404 404 404 200
jobs:progress                            other      302 404 404 404 404 404 404 404 404 404 404 200
jobs:progress                            unknown    302 404 404 404 404 404 404 404 404 404 404 404
POST jobs:cancel                         own        302 404 302 403 403 403 404 404 404 404 404 403
POST jobs:cancel                         same       302 404 404 403 403 403 404 404 404 404 404 403
POST jobs:cancel                         other      302 404 404 404 404 404 404 404 404 404 404 403
POST jobs:cancel                         unknown    302 404 404 404 404 404 404 404 404 404 404 404
jobs:result                              own        302 404 200 200 200 200 404 404 404 404 404 200
jobs:result                              same       302 404 404 200 200 200 404 404 404 404 404 200
jobs:result                              other      302 404 404 404 404 404 404 404 404 404 404 200
jobs:result                              unknown    302 404 404 404 404 404 404 404 404 404 404 404
jobs:undo                                own        302 404 403 403 403 403 404 404 404 404 404 403
jobs:undo                                same       302 404 404 403 403 403 404 404 404 404 404 403
jobs:undo                                other      302 404 404 404 404 404 404 404 404 404 404 403
jobs:undo                                unknown    302 404 404 404 404 404 404 404 404 404 404 404
admin:import_begin                       -          302 403 403 200 403 403 403 403 403 403 403 200
admin:import_sheet                       own        302 403 403 200 403 403 403 403 403 403 403 200
admin:import_sheet                       same       302 403 403 200 403 403 403 403 403 403 403 200
admin:import_sheet                       other      302 403 403 404 403 403 403 403 403 403 403 200
admin:import_sheet                       unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:import_columns                     own        302 403 403 200 403 403 403 403 403 403 403 200
admin:import_columns                     same       302 403 403 200 403 403 403 403 403 403 403 200
admin:import_columns                     other      302 403 403 404 403 403 403 403 403 403 403 200
admin:import_columns                     unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:import_report                      own        302 403 403 302 403 403 403 403 403 403 403 302
admin:import_report                      same       302 403 403 302 403 403 403 403 403 403 403 302
admin:import_report                      other      302 403 403 404 403 403 403 403 403 403 403 302
admin:import_report                      unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:reports                            -          302 403 403 200 200 200 403 403 403 200 403 200
admin:reports_xlsx                       -          302 403 403 200 200 200 403 403 403 200 403 200
admin:reports_pdf                        -          302 403 403 200 200 200 403 403 403 200 403 200
admin:wave_control                       own        302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_control                       same       302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_control                       other      302 403 403 404 404 403 403 403 403 403 403 200
admin:wave_control                       unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:wave_results                       own        302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_results                       same       302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_results                       other      302 403 403 404 404 403 403 403 403 403 403 200
admin:wave_results                       unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:wave_simulate                      own        302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_simulate                      same       302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_simulate                      other      302 403 403 404 404 403 403 403 403 403 403 200
admin:wave_simulate                      unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:wave_act                           own        302 403 403 403 200 403 403 403 403 403 403 200
admin:wave_act                           same       302 403 403 403 200 403 403 403 403 403 403 200
admin:wave_act                           other      302 403 403 403 404 403 403 403 403 403 403 200
admin:wave_act                           unknown    302 403 403 403 404 403 403 403 403 403 403 404
admin:counter                            -          302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_entries                    -          302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_entry                      own        302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_entry                      same       302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_entry                      other      302 403 403 404 403 403 403 403 403 403 403 200
admin:counter_entry                      unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:counter_go_on                      own        302 403 403 302 403 403 403 403 403 403 403 302
admin:counter_go_on                      same       302 403 403 302 403 403 403 403 403 403 403 302
admin:counter_go_on                      other      302 403 403 404 403 403 403 403 403 403 403 302
admin:counter_go_on                      unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:counter_step                       own        302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_step                       same       302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_step                       other      302 403 403 404 403 403 403 403 403 403 403 200
admin:counter_step                       unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:counter_check                      own        302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_check                      same       302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_check                      other      302 403 403 404 403 403 403 403 403 403 403 200
admin:counter_check                      unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:counter_letter                     own        302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_letter                     same       302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_letter                     other      302 403 403 404 403 403 403 403 403 403 403 200
admin:counter_letter                     unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:counter_abandon                    own        302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_abandon                    same       302 403 403 200 403 403 403 403 403 403 403 200
admin:counter_abandon                    other      302 403 403 404 403 403 403 403 403 403 403 200
admin:counter_abandon                    unknown    302 403 403 404 403 403 403 403 403 403 403 404
POST admin:counter_ask                   own        302 403 403 302 403 403 403 403 403 403 403 302
POST admin:counter_ask                   same       302 403 403 302 403 403 403 403 403 403 403 302
POST admin:counter_ask                   other      302 403 403 404 403 403 403 403 403 403 403 302
POST admin:counter_ask                   unknown    302 403 403 404 403 403 403 403 403 403 403 404
POST admin:counter_slip                  own        302 403 403 200 403 403 403 403 403 403 403 200
POST admin:counter_slip                  same       302 403 403 200 403 403 403 403 403 403 403 200
POST admin:counter_slip                  other      302 403 403 404 403 403 403 403 403 403 403 200
POST admin:counter_slip                  unknown    302 403 403 404 403 403 403 403 403 403 403 404
slip                                     -          200 200 200 200 200 200 200 200 200 200 200 200
slip_code                                -          200 200 200 200 200 200 200 200 200 200 200 200
slip_account                             -          302 302 302 302 302 302 302 302 302 302 302 302
admin:enrollment_application_calls       -          302 403 403 200 403 403 403 403 403 403 403 200
POST admin:enrollment_application_call   own        302 403 403 200 403 403 403 403 403 403 403 200
POST admin:enrollment_application_call   same       302 403 403 200 403 403 403 403 403 403 403 200
POST admin:enrollment_application_call   other      302 403 403 404 403 403 403 403 403 403 403 200
POST admin:enrollment_application_call   unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:offering_queue                     own        302 403 403 200 200 403 403 403 403 403 403 200
admin:offering_queue                     same       302 403 403 200 200 403 403 403 403 403 403 200
admin:offering_queue                     other      302 403 403 404 404 403 403 403 403 403 403 200
admin:offering_queue                     unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:queue_reorder                      own        302 403 403 403 200 403 403 403 403 403 403 200
admin:queue_reorder                      same       302 403 403 403 200 403 403 403 403 403 403 200
admin:queue_reorder                      other      302 403 403 403 404 403 403 403 403 403 403 200
admin:queue_reorder                      unknown    302 403 403 403 404 403 403 403 403 403 403 404
admin:offering_call_off                  own        302 403 403 200 200 403 403 403 403 403 403 200
admin:offering_call_off                  same       302 403 403 200 200 403 403 403 403 403 403 200
admin:offering_call_off                  other      302 403 403 404 404 403 403 403 403 403 403 200
admin:offering_call_off                  unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:wave_call_off                      own        302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_call_off                      same       302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_call_off                      other      302 403 403 404 404 403 403 403 403 403 403 200
admin:wave_call_off                      unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:index                              -          302 403 403 200 200 200 200 200 200 200 200 200
admin:login                              -          302 302 302 302 302 302 302 302 302 302 302 302
POST admin:logout                        -          302 403 302 302 302 302 302 302 302 302 302 302
admin:autocomplete                       -          302 403 403 403 403 403 403 403 403 403 403 403
admin:jsi18n                             -          302 403 200 200 200 200 200 200 200 200 200 200
POST admin:enrollment_application_take   -          302 403 403 302 403 403 403 403 403 403 403 302
admin:enrollment_application_queue       -          302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_file        own        302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_file        same       302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_file        other      302 403 403 404 403 403 403 403 403 403 403 200
admin:enrollment_application_file        unknown    302 403 403 404 403 403 403 403 403 403 403 404
POST admin:enrollment_application_search -          302 403 403 302 302 403 403 403 403 403 403 302
POST admin:trainees_trainee_search       -          302 403 403 302 302 302 403 403 403 403 403 302
POST admin:enrollment_application_bulk   -          302 403 403 302 403 403 403 403 403 403 403 302
admin:enrollment_sitting_assign          own        302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_sitting_assign          same       302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_sitting_assign          other      302 403 403 404 403 403 403 403 403 403 403 200
admin:enrollment_sitting_assign          unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_sitting_attendance      own        302 403 403 200 200 403 403 403 403 403 403 200
admin:enrollment_sitting_attendance      same       302 403 403 200 200 403 403 403 403 403 403 200
admin:enrollment_sitting_attendance      other      302 403 403 404 404 403 403 403 403 403 403 200
admin:enrollment_sitting_attendance      unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:enrollment_sitting_sheet           own        302 403 403 200 200 403 403 403 403 403 403 200
admin:enrollment_sitting_sheet           same       302 403 403 200 200 403 403 403 403 403 403 200
admin:enrollment_sitting_sheet           other      302 403 403 404 404 403 403 403 403 403 403 200
admin:enrollment_sitting_sheet           unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:enrollment_sitting_absent          own        302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_sitting_absent          same       302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_sitting_absent          other      302 403 403 404 403 403 403 403 403 403 403 200
admin:enrollment_sitting_absent          unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_sitting_pass            own        302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_sitting_pass            same       302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_sitting_pass            other      302 403 403 404 403 403 403 403 403 403 403 200
admin:enrollment_sitting_pass            unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_application_scores      own        302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_scores      same       302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_scores      other      302 403 403 404 403 403 403 403 403 403 403 200
admin:enrollment_application_scores      unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_application_score_sheet own        302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_score_sheet same       302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_score_sheet other      302 403 403 404 403 403 403 403 403 403 403 200
admin:enrollment_application_score_sheet unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_application_score_upload own        302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_score_upload same       302 403 403 200 403 403 403 403 403 403 403 200
admin:enrollment_application_score_upload other      302 403 403 404 403 403 403 403 403 403 403 200
admin:enrollment_application_score_upload unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_application_score_preview own        302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_application_score_preview same       302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_application_score_preview other      302 403 403 404 403 403 403 403 403 403 403 404
admin:enrollment_application_score_preview unknown    302 403 403 404 403 403 403 403 403 403 403 404
POST admin:enrollment_application_nik    own        302 403 403 200 403 403 403 403 403 403 403 200
POST admin:enrollment_application_nik    same       302 403 403 200 403 403 403 403 403 403 403 200
POST admin:enrollment_application_nik    other      302 403 403 404 403 403 403 403 403 403 403 200
POST admin:enrollment_application_nik    unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:staff_invite                       -          302 403 403 403 200 403 403 403 403 403 403 200
admin:staff_invite_superuser             -          302 403 403 403 403 403 403 403 403 403 403 200
admin:staff_access                       -          302 403 403 403 200 403 403 403 403 200 200 200
admin:staff_invitation                   own        302 403 403 403 200 403 403 403 403 403 403 200
admin:staff_invitation                   same       302 403 403 403 200 403 403 403 403 403 403 200
admin:staff_invitation                   other      302 403 403 403 404 403 403 403 403 403 403 200
admin:staff_invitation                   unknown    302 403 403 403 404 403 403 403 403 403 403 404
admin:staff_reset_factor                 own        302 403 403 403 200 403 403 403 403 403 403 200
admin:staff_reset_factor                 same       302 403 403 403 200 403 403 403 403 403 403 200
admin:staff_reset_factor                 other      302 403 403 403 404 403 403 403 403 403 403 200
admin:staff_reset_factor                 unknown    302 403 403 403 404 403 403 403 403 403 403 404
admin:staff_leave                        own        302 403 403 403 200 403 403 403 403 403 403 200
admin:staff_leave                        same       302 403 403 403 200 403 403 403 403 403 403 200
admin:staff_leave                        other      302 403 403 403 404 403 403 403 403 403 403 200
admin:staff_leave                        unknown    302 403 403 403 404 403 403 403 403 403 403 404
admin:notifications_messagetext_write    -          302 403 403 200 200 403 403 403 403 403 403 200
admin:notifications_messagetext_versions -          302 403 403 200 200 403 403 403 403 403 403 200
admin:find_person                        -          302 403 403 200 200 200 403 403 403 403 403 200
admin:person_file                        own        302 403 403 200 200 200 403 403 403 403 403 200
admin:person_file                        same       302 403 403 200 200 200 403 403 403 403 403 200
admin:person_file                        other      302 403 403 404 404 404 403 403 403 403 403 200
admin:person_file                        unknown    302 403 403 404 404 404 403 403 403 403 403 404
POST admin:person_nik                    own        302 403 403 200 403 403 403 403 403 403 403 200
POST admin:person_nik                    same       302 403 403 200 403 403 403 403 403 403 403 200
POST admin:person_nik                    other      302 403 403 404 403 403 403 403 403 403 403 200
POST admin:person_nik                    unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:person_apart                       own        302 403 403 200 403 403 403 403 403 403 403 200
admin:person_apart                       same       302 403 403 200 403 403 403 403 403 403 403 200
admin:person_apart                       other      302 403 403 404 403 403 403 403 403 403 403 200
admin:person_apart                       unknown    302 403 403 404 403 403 403 403 403 403 403 404
admin:saved_filters                      -          302 403 403 200 200 403 403 403 403 403 403 200
admin:export_list                        -          302 403 403 200 200 403 403 403 403 403 403 200
admin:add_column_set                     -          302 403 403 200 200 403 403 403 403 403 403 200
admin:export_file                        own        302 403 403 404 404 404 403 403 403 403 403 404
admin:export_file                        same       302 403 403 404 404 404 403 403 403 403 403 404
admin:export_file                        other      302 403 403 404 404 404 403 403 403 403 403 404
admin:export_file                        unknown    302 403 403 404 404 404 403 403 403 403 403 404
admin:column_set                         own        302 403 403 200 404 404 403 403 403 403 403 404
admin:column_set                         same       302 403 403 404 404 404 403 403 403 403 403 404
admin:column_set                         other      302 403 403 404 404 404 403 403 403 403 403 404
admin:column_set                         unknown    302 403 403 404 404 404 403 403 403 403 403 404
POST admin:drop_column_set               own        302 403 403 302 404 404 403 403 403 403 403 404
POST admin:drop_column_set               same       302 403 403 404 404 404 403 403 403 403 403 404
POST admin:drop_column_set               other      302 403 403 404 404 404 403 403 403 403 403 404
POST admin:drop_column_set               unknown    302 403 403 404 404 404 403 403 403 403 403 404
POST admin:drop_filter                   own        302 403 404 302 404 404 404 404 404 404 404 404
POST admin:drop_filter                   same       302 403 404 404 404 404 404 404 404 404 404 404
POST admin:drop_filter                   other      302 403 404 404 404 404 404 404 404 404 404 404
POST admin:drop_filter                   unknown    302 403 404 404 404 404 404 404 404 404 404 404
admin:print_class                        own        302 403 403 200 200 200 403 403 403 403 403 200
admin:print_class                        same       302 403 403 200 200 200 403 403 403 403 403 200
admin:print_class                        other      302 403 403 404 404 404 403 403 403 403 403 200
admin:print_class                        unknown    302 403 403 404 404 404 403 403 403 403 403 404
admin:print_results                      own        302 403 403 200 200 403 403 403 403 403 403 200
admin:print_results                      same       302 403 403 200 200 403 403 403 403 403 403 200
admin:print_results                      other      302 403 403 404 404 403 403 403 403 403 403 200
admin:print_results                      unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:print_notice                       own        302 403 403 200 200 403 403 403 403 403 403 200
admin:print_notice                       same       302 403 403 200 200 403 403 403 403 403 403 200
admin:print_notice                       other      302 403 403 404 404 403 403 403 403 403 403 200
admin:print_notice                       unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:person_history                     own        302 403 403 403 200 403 403 403 403 403 200 200
admin:person_history                     same       302 403 403 403 200 403 403 403 403 403 200 200
admin:person_history                     other      302 403 403 403 404 403 403 403 403 403 404 200
admin:person_history                     unknown    302 403 403 403 404 403 403 403 403 403 404 404
admin:account_history                    own        302 403 403 403 200 403 403 403 403 403 200 200
admin:account_history                    same       302 403 403 403 200 403 403 403 403 403 200 200
admin:account_history                    other      302 403 403 403 404 403 403 403 403 403 404 200
admin:account_history                    unknown    302 403 403 403 404 403 403 403 403 403 404 404
admin:retention                          -          302 403 403 403 403 403 403 403 403 403 200 200
admin:person_messages                    own        302 403 403 200 200 200 403 403 403 403 403 200
admin:person_messages                    same       302 403 403 200 200 200 403 403 403 403 403 200
admin:person_messages                    other      302 403 403 404 404 404 403 403 403 403 403 200
admin:person_messages                    unknown    302 403 403 404 404 404 403 403 403 403 403 404
admin:message_resend                     own        302 403 403 200 200 200 403 403 403 403 403 200
admin:message_resend                     same       302 403 403 200 200 200 403 403 403 403 403 200
admin:message_resend                     other      302 403 403 404 404 404 403 403 403 403 403 200
admin:message_resend                     unknown    302 403 403 404 404 404 403 403 403 403 403 404
admin:wave_letter                        own        302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_letter                        same       302 403 403 200 200 403 403 403 403 403 403 200
admin:wave_letter                        other      302 403 403 404 404 403 403 403 403 403 403 200
admin:wave_letter                        unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:cohort_letter                      own        302 403 403 200 200 403 403 403 403 403 403 200
admin:cohort_letter                      same       302 403 403 200 200 403 403 403 403 403 403 200
admin:cohort_letter                      other      302 403 403 404 404 403 403 403 403 403 403 200
admin:cohort_letter                      unknown    302 403 403 404 404 403 403 403 403 403 403 404
admin:channels                           -          302 403 403 403 200 403 403 403 403 403 403 200
POST admin:whatsapp_templates            -          302 403 403 403 403 403 403 403 403 403 403 302
admin:app_list                           -          302 403 404 200 200 200 404 404 404 200 404 200
"""
# fmt: on
