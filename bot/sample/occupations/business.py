"""Finance, sales, marketing, law and office work."""

from bot.sample.archetype import Archetype

ARCHETYPES = (
    Archetype.of(
        "accountant",
        "Finance",
        weight=7,
        remote=30,
        ladder="0 Staff Accountant, Junior Accountant | 3 Accountant, {focus} Accountant | 6 Senior Accountant | 11 "
        "Accounting Manager | 17 Controller, Finance Director",
        employers="accounting, accounting, manufacturer, retailer, nonprofit",
        degrees="bachelor 7, master 3",
        fields="Accounting, Finance",
        skills="Bookkeeping, Accounts Payable, Accounts Receivable, Excel, Reconciliation, QuickBooks, General "
        "Ledger, Month-End Close, GAAP, Financial Reporting, SAP, Budgeting, CPA, Internal Controls",
        focuses="Tax: Tax Returns, Sales Tax | Audit: Auditing, Risk Assessment | Cost: Cost Accounting, Inventory "
        "Costing",
        duties="Closed the month in {m} days | Reconciled {n} accounts | Prepared {focus} schedules for the "
        "auditors | Moved the books to a new system",
        strengths="numbers that tie out | deadlines kept",
    ),
    Archetype.of(
        "financial_analyst",
        "Finance",
        weight=4,
        remote=30,
        ladder="0 Financial Analyst | 4 Senior Financial Analyst, {focus} Analyst | 9 FP&A Manager, Finance Manager "
        "| 15 Director of Finance | 20 Chief Financial Officer",
        employers="bank, insurer, software, manufacturer",
        degrees="bachelor 6, master 2, mba 2",
        fields="Finance, Economics, Business Administration",
        skills="Excel, Financial Modeling, Forecasting, Variance Analysis, PowerPoint, SQL, Power BI, Budgeting, "
        "Valuation, SAP, Scenario Planning, Board Reporting",
        focuses="Credit: Credit Analysis, Risk Management | Investment: Portfolio Analysis, Bloomberg, CFA | "
        "Corporate Finance: FP&A, Mergers and Acquisitions",
        duties="Built the model behind a budget of ${n} million | Explained variances to {m} departments | Cut the "
        "forecast error to {n} %",
        strengths="models others can read | clear answers",
    ),
    Archetype.of(
        "account_executive",
        "Sales",
        weight=6,
        remote=40,
        ladder="0 Sales Development Representative, Sales Representative | 2 Account Executive, {focus} Account "
        "Executive | 6 Senior Account Executive | 10 Sales Manager, Regional Sales Manager | 16 Vice "
        "President of Sales",
        employers="software, software, telecom, pharma, manufacturer",
        degrees="bachelor 8, associate 1, mba 1",
        fields="Business Administration, Marketing, Communications",
        skills="Prospecting, Cold Calling, Salesforce, CRM, Negotiation, Presentations, Pipeline Management, "
        "Account Management, Closing, MEDDIC, Forecasting, Contract Negotiation, Sales Coaching",
        focuses="Enterprise: Enterprise Sales, Solution Selling | Mid-Market: SaaS Sales, HubSpot | Medical: Medical "
        "Device Sales, Territory Management",
        duties="Reached {p} % of quota | Opened {n} new {focus} accounts a year | Kept {n} renewals without a discount",
        strengths="honest discovery | follow-up that never slips",
    ),
    Archetype.of(
        "customer_success",
        "Customer Success",
        weight=3,
        remote=55,
        ladder="0 Customer Success Associate, Account Coordinator | 2 Customer Success Manager | 7 Senior Customer "
        "Success Manager | 12 Director of Customer Success",
        employers="software",
        degrees="bachelor 9, mba 1",
        fields="Business Administration, Communications, Psychology",
        skills="Onboarding, Customer Support, Account Management, Zendesk, Salesforce, Renewals, Training, Churn "
        "Analysis, Gainsight, Upselling, Quarterly Business Reviews",
        focuses="enterprise accounts: Executive Relationships, SLAs | small businesses: Webinars, Customer Education",
        duties="Looked after {n} {focus} | Kept net retention over {p} % | Wrote the onboarding that new customers "
        "follow",
        strengths="customers who renew | hearing what is not said",
    ),
    Archetype.of(
        "customer_service",
        "Customer Service",
        weight=5,
        remote=30,
        ladder="0 Customer Service Representative, Call Center Agent | 4 Senior Customer Service Representative | 8 "
        "Customer Service Supervisor | 13 Call Center Manager",
        employers="telecom, retailer, insurer, bank, utility",
        degrees="high_school 5, associate 3, bachelor 2",
        fields="Communications, General Studies",
        skills="Phone Etiquette, Data Entry, Complaint Handling, CRM, Typing, Multitasking, Zendesk, De-escalation, "
        "Order Processing, Quality Monitoring, Coaching, Workforce Management",
        focuses="billing: Billing Inquiries, Payment Plans | technical support: Troubleshooting, Remote Support",
        duties="Answered {n} calls a day about {focus} | Kept satisfaction over {q} % | Trained {m} new colleagues",
        strengths="a calm voice | solving it in one call",
    ),
    Archetype.of(
        "marketing_manager",
        "Marketing",
        weight=4,
        remote=40,
        ladder="0 Marketing Coordinator, Marketing Assistant | 3 Marketing Specialist, {focus} Specialist | 6 "
        "Marketing Manager, {focus} Manager | 12 Director of Marketing | 18 Chief Marketing Officer",
        employers="agency, software, retailer, hotel",
        degrees="bachelor 8, master 1, mba 1",
        fields="Marketing, Communications, Business Administration",
        skills="Social Media, Copywriting, Google Analytics, Email Marketing, Campaign Management, Content "
        "Marketing, Market Research, HubSpot, Event Planning, Brand Management, Budgeting, Marketing "
        "Strategy",
        focuses="SEO: SEO, SEM, Google Ads | Brand: Branding, Public Relations | Demand Generation: Marketing "
        "Automation, Lead Generation",
        duties="Raised qualified leads by {n} % | Ran {focus} campaigns on a budget of ${n}0,000 | Launched {m} "
        "products",
        strengths="campaigns with numbers | words people remember",
    ),
    Archetype.of(
        "graphic_designer",
        "Design",
        weight=3,
        remote=45,
        ladder="0 Junior Graphic Designer, Graphic Designer | 4 Graphic Designer, {focus} Designer | 8 Senior "
        "Graphic Designer | 13 Art Director, Creative Director",
        employers="agency, agency, retailer, nonprofit",
        degrees="associate 2, bachelor 8",
        fields="Graphic Design, Fine Arts",
        skills="Adobe Photoshop, Adobe Illustrator, InDesign, Typography, Layout, Color Theory, Branding, Print "
        "Production, Figma, Illustration, Art Direction",
        focuses="Brand: Logo Design, Style Guides | Motion: After Effects, Video Editing | Packaging: Packaging, "
        "Prepress",
        duties="Designed {focus} work for {n} clients | Kept one look over print and screen | Led a team of {m}",
        strengths="clean layouts | files printers like",
    ),
    Archetype.of(
        "writer",
        "Marketing",
        weight=2,
        remote=70,
        ladder="0 Content Writer, Copywriter | 4 Senior Content Writer, {focus} Writer | 9 Content Lead, Editor | "
        "15 Managing Editor",
        employers="agency, software, nonprofit",
        degrees="bachelor 8, master 2",
        fields="English, Journalism, Communications",
        skills="Writing, Editing, Research, WordPress, Proofreading, SEO, Interviewing, Content Strategy, Style "
        "Guides, Analytics, Editorial Calendars",
        focuses="Technical: Technical Writing, Markdown, API Documentation | Grant: Grant Writing, Fundraising",
        duties="Wrote {n} articles a quarter | Edited the {focus} pages | Interviewed customers for case studies",
        strengths="short sentences | keeping deadlines",
    ),
    Archetype.of(
        "paralegal",
        "Legal",
        weight=3,
        remote=20,
        ladder="0 Legal Assistant, Paralegal | 4 Paralegal, {focus} Paralegal | 8 Senior Paralegal | 14 Paralegal "
        "Manager",
        employers="law, law, insurer, bank",
        degrees="associate 4, bachelor 6",
        fields="Paralegal Studies, Political Science",
        skills="Legal Research, Document Drafting, Filing, Case Management, Westlaw, Discovery, Calendaring, Client "
        "Intake, E-Discovery, Contract Review, Trial Preparation",
        focuses="Litigation: Litigation, Depositions | Immigration: Immigration Law, Visa Petitions | Corporate: "
        "Corporate Governance, Contracts",
        duties="Prepared {n} {focus} matters for trial or closing | Kept the court calendar | Drafted and filed "
        "motions",
        strengths="order in large files | nothing filed late",
    ),
    Archetype.of(
        "attorney",
        "Legal",
        weight=2,
        remote=20,
        ladder="0 Associate Attorney, Law Clerk | 4 Attorney, {focus} Attorney | 8 Senior Associate, Corporate "
        "Counsel | 14 Partner, General Counsel",
        employers="law, law, bank, government",
        degrees="doctorate 1",
        fields="Law",
        skills="Legal Research, Legal Writing, Negotiation, Contract Drafting, Client Counseling, Litigation, "
        "Depositions, Compliance, Due Diligence, Oral Advocacy, Case Strategy",
        focuses="Corporate: Mergers and Acquisitions, Securities | Employment: Employment Law, Mediation | Real "
        "Estate: Leases, Zoning",
        duties="Handled {n} {focus} matters a year | Negotiated agreements worth ${n} million | Argued motions in "
        "court",
        strengths="plain advice | preparation",
    ),
    Archetype.of(
        "executive_assistant",
        "Administration",
        weight=4,
        remote=20,
        ladder="0 Administrative Assistant, Office Assistant | 4 Executive Assistant, Administrative Coordinator | "
        "9 Senior Executive Assistant, Office Manager | 15 Chief of Staff",
        employers="bank, law, software, nonprofit, hospital",
        degrees="high_school 2, associate 4, bachelor 4",
        fields="Business Administration, Communications",
        skills="Calendar Management, Microsoft Office, Scheduling, Data Entry, Travel Arrangements, Meeting "
        "Minutes, Expense Reports, Event Planning, Confidentiality, Vendor Management, Budget Tracking",
        focuses="board work: Board Meetings, Minutes | office work: Facilities, Procurement",
        duties="Kept the calendars of {m} executives | Arranged {n} trips a year | Took over {focus}",
        strengths="discretion | seeing the clash before it happens",
    ),
    Archetype.of(
        "project_manager",
        "Operations",
        weight=4,
        remote=35,
        ladder="0 Project Coordinator | 3 Project Manager, {focus} Project Manager | 8 Senior Project Manager | 13 "
        "Program Manager | 18 Director of Operations",
        employers="software, construction, manufacturer, government, bank",
        degrees="bachelor 7, master 2, mba 1",
        fields="Business Administration, Engineering Management",
        skills="Project Planning, Scheduling, Stakeholder Management, MS Project, Risk Management, Budgeting, "
        "Agile, Scrum, PMP, Change Management, Vendor Management, Portfolio Management",
        focuses="IT: Software Implementation, ERP | Construction: Construction Management, Permits",
        duties="Delivered {n} {focus} projects on time | Led a team of {n} | Kept a budget of ${n} million",
        strengths="plans that survive | bad news told early",
    ),
)
