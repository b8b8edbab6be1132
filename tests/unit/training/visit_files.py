"""Files in the shapes that audience tools write, of an invented shop."""

from __future__ import annotations

UNIVERSAL_FR = """# ----------------------------------------
# Toutes les données du site Web
# Canaux
# 20261001-20261003
# ----------------------------------------

Groupe de canaux par défaut,Utilisateurs,Nouveaux utilisateurs,Sessions,Taux de rebond,Pages/session,Durée moyenne des sessions
Organic Search,"1\u00a0010",900,"1\u00a0234","12,5\u00a0%","3,20",00:01:23
Direct,180,90,200,"50,00\u00a0%","2,00",00:00:30
(Other),5,5,6,"100,00\u00a0%","1,00",00:00:00
,"1\u00a0195",995,"1\u00a0440","18,10\u00a0%","3,02",00:01:15

Index de jour,Sessions
01/10/2026,500
02/10/2026,"440"
03/10/2026,500
,"1\u00a0440"
"""
UNIVERSAL_EN = """# ----------------------------------------
# All Web Site Data
# Source/Medium
# 20260901-20260930
# ----------------------------------------

Source / Medium,Device Category,Users,Sessions,Bounce Rate,Avg. Session Duration
google / organic,desktop,"1,100","1,234",45.12%,00:01:23
(direct) / (none),mobile,80,100,50.00%,00:00:10
l.facebook.com / referral,mobile,30,40,75.00%,00:00:05
shop-list / mystery,tablet,3,4,0.00%,00:00:05
google / cpc,smart tv,3,4,0.00%,00:00:05
,,"1,213","1,382",46.30%,00:01:15
"""
ANALYTICS4_FR = """# ----------------------------------------
# Instantané des rapports
# Compte\u00a0: Boutique inventée
# Propriété\u00a0: Boutique inventée
# ----------------------------------------
#
# Tous les utilisateurs
# Date de début: 20261001
# Date de fin: 20261003
Nième jour,Utilisateurs actifs,Sessions
0000,90,100
0001,110,120
0002,70,80
#
# Tous les utilisateurs
# Date de début: 20261001
# Date de fin: 20261003
Groupe de canaux principal de la session (Groupe de canaux par défaut),Sessions,Sessions avec engagement,Vues
Organic Search,200,120,612
Unassigned,10,2,11
Email,90,80,400
"""
ANALYTICS4_EN = """# ----------------------------------------
# Free form
# Account: Invented shop
# Property: Invented shop
# ----------------------------------------
#
# All Users
# Start date: 20261001
# End date: 20261002
Date,Session source / medium,Sessions,Engagement rate,Views,City
,,320,0.5125,900,,Grand total
20261001,google / organic,200,0.60000000000000009,700,Rennes
20261002,newsletter / email,120,0.375,200,(not set)
20261005,newsletter / email,7,0.375,20,Brest
"""
MATOMO_CHANNELS = (
    "date,label,nb_visits,nb_actions,sum_visit_length,bounce_count,nb_uniq_visitors,metadata_segment\n"
    "2026-10-01,Direct Entry,40,100,3600,12,38,referrerType==direct\n"
    "2026-10-01,Search Engines,60,200,5400,20,55,referrerType==search\n"
    "2026-10-02,Campaigns,9,20,400,3,9,referrerType==campaign\n"
    "2026-10-02,Search Engines,50,180,5000,15,47,referrerType==search\n"
)
MATOMO_PAGES_FR = (
    "Libellé,Visites,Vues,Taux de rebond,Taux de sortie,Entrées,Sorties\n"
    '/index,120,300,"45 %","30 %",80,90\n'
    '/cafes,60,90,"20 %","10 %",12,9\n'
)
