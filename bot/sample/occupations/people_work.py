"""Education, HR, social work, retail, kitchens and hotels."""

from bot.sample.archetype import Archetype

ARCHETYPES = (
    Archetype.of(
        "elementary_teacher",
        "Teaching",
        weight=6,
        ladder="0 Elementary School Teacher, {focus} Teacher | 6 Elementary School Teacher, Lead Teacher | 13 "
        "Instructional Coach, Assistant Principal | 20 Principal",
        employers="school",
        degrees="bachelor 6, master 4",
        fields="Elementary Education, Education",
        skills="Lesson Planning, Classroom Management, Differentiated Instruction, Parent Communication, Student "
        "Assessment, Google Classroom, Reading Instruction, Literacy, Curriculum Development, Mentoring "
        "Teachers",
        focuses="Kindergarten: Early Childhood Education, Phonics | Third Grade: Math Instruction, Science Projects "
        "| Bilingual: ESL, Bilingual Education",
        duties="Taught a class of {c} | Brought {n} more children to grade level in reading | Led the {focus} team "
        "| Ran the after-school club",
        strengths="calm classrooms | parents who are told early",
    ),
    Archetype.of(
        "high_school_teacher",
        "Teaching",
        weight=5,
        ladder="0 High School Teacher, {focus} Teacher | 6 High School {focus} Teacher | 12 Department Chair, Lead "
        "{focus} Teacher | 19 Assistant Principal",
        employers="school",
        degrees="bachelor 5, master 5",
        fields="Secondary Education, Education",
        skills="Lesson Planning, Classroom Management, Grading, Curriculum Development, Student Assessment, Google "
        "Classroom, AP Courses, Differentiated Instruction, Coaching, Data-Driven Instruction",
        focuses="Math: Algebra, Calculus, Statistics | Science: Biology, Chemistry | English: Literature, Writing "
        "Instruction | History: World History, Civics | Spanish: Spanish, Foreign Language Instruction",
        duties="Taught {m} sections of {focus} | Raised pass rates by {n} % | Coached the debate team | Wrote the "
        "new curriculum",
        strengths="questions worth asking | fair grading",
    ),
    Archetype.of(
        "special_education_teacher",
        "Teaching",
        weight=3,
        ladder="0 Special Education Teacher, Paraprofessional | 4 Special Education Teacher | 11 Special Education "
        "Coordinator | 18 Director of Special Education",
        employers="school",
        degrees="bachelor 4, master 6",
        fields="Special Education",
        skills="IEP, Behavior Management, Lesson Planning, Differentiated Instruction, Parent Communication, "
        "Progress Monitoring, Assistive Technology, Crisis Prevention, Co-Teaching, Compliance",
        focuses="autism support: Autism, Applied Behavior Analysis | learning support: Dyslexia, Orton-Gillingham",
        duties="Wrote and kept {n} IEPs | Taught in {focus} | Trained aides in de-escalation",
        strengths="small steps that last | trust of families",
    ),
    Archetype.of(
        "recruiter",
        "People",
        weight=3,
        remote=50,
        ladder="0 Recruiting Coordinator, Sourcer | 3 Recruiter, {focus} Recruiter | 7 Senior Recruiter | 11 "
        "Recruiting Manager, Talent Acquisition Manager | 17 Head of Talent",
        employers="staffing, software, hospital, retailer",
        degrees="bachelor 9, master 1",
        fields="Human Resources, Psychology, Communications",
        skills="Sourcing, Interviewing, Applicant Tracking Systems, Job Postings, Candidate Experience, Boolean "
        "Search, LinkedIn Recruiter, Negotiation, Employer Branding, Workforce Planning",
        focuses="Technical: Technical Recruiting, GitHub | Healthcare: Healthcare Recruiting, Credentialing",
        duties="Filled {n} {focus} roles a quarter | Cut time to hire to {n} days | Trained managers to interview",
        strengths="quick answers to candidates | honest briefs",
    ),
    Archetype.of(
        "hr_generalist",
        "People",
        weight=3,
        remote=30,
        ladder="0 HR Assistant, HR Coordinator | 3 HR Generalist | 7 Senior HR Generalist, HR Business Partner | 12 "
        "HR Manager | 18 HR Director",
        employers="manufacturer, hospital, retailer, nonprofit, bank",
        degrees="bachelor 8, master 2",
        fields="Human Resources, Business Administration",
        skills="Onboarding, Employee Relations, HRIS, Payroll, Benefits Administration, Recruiting, Employment Law, "
        "Performance Management, Workday, Policy Writing, Compensation, Change Management",
        focuses="employee relations: Investigations, Mediation | compensation and benefits: Job Grading, Open "
        "Enrollment",
        duties="First person to ask for {n}0 employees | Took over {focus} | Moved reviews to a new system",
        strengths="fairness | policies people read",
    ),
    Archetype.of(
        "social_worker",
        "Social Services",
        weight=3,
        remote=10,
        ladder="0 Case Manager, Social Worker | 4 Licensed Social Worker, Clinical Social Worker | 10 Social Work "
        "Supervisor | 17 Program Director",
        employers="nonprofit, hospital, government, school",
        degrees="bachelor 3, master 7",
        fields="Social Work, Psychology",
        skills="Case Management, Crisis Intervention, Documentation, Counseling, Community Resources, Advocacy, "
        "Assessment, Treatment Planning, Group Therapy, Supervision",
        focuses="child welfare: Child Protection, Foster Care | mental health: CBT, Substance Abuse | hospital work: "
        "Discharge Planning, Grief Counseling",
        duties="Carried {n} cases in {focus} | Found housing for {n} families a year | Led support groups",
        strengths="steadiness | knowing whom to call",
    ),
    Archetype.of(
        "retail_manager",
        "Retail",
        weight=5,
        ladder="0 Sales Associate, Cashier | 3 Shift Supervisor, Key Holder | 6 Assistant Store Manager | 9 Store "
        "Manager | 15 District Manager",
        employers="retailer",
        degrees="high_school 5, associate 3, bachelor 2",
        fields="Business Administration, General Studies",
        skills="Customer Service, Cash Handling, POS Systems, Merchandising, Inventory Management, Upselling, "
        "Scheduling, Loss Prevention, Hiring, Team Leadership, Profit and Loss, Store Operations",
        focuses="apparel: Fashion, Visual Merchandising | grocery: Perishables, Food Safety | electronics: Consumer "
        "Electronics, Product Demonstrations",
        duties="Led {n} people in {focus} | Raised sales by {n} % | Cut shrink by {n} % | Opened {m} stores",
        strengths="tidy shelves | people who stay",
    ),
    Archetype.of(
        "chef",
        "Kitchen",
        weight=4,
        ladder="0 Line Cook, Prep Cook | 4 Sous Chef, Chef de Partie | 9 Head Chef, Kitchen Manager | 15 Executive "
        "Chef",
        employers="restaurant, restaurant, hotel",
        degrees="high_school 4, associate 6",
        fields="Culinary Arts",
        skills="Food Preparation, Knife Skills, Food Safety, ServSafe, Grill, Sauces, Menu Planning, Inventory, "
        "Ordering, Food Costing, Kitchen Management, Training Cooks",
        focuses="pastry: Baking, Pastry | Italian cuisine: Pasta, Italian Cuisine | banquets: Catering, Banquets",
        duties="Cooked for {n}0 covers a night | Brought food cost to {c} % | Wrote seasonal menus | Took over {focus}",
        strengths="clean stations | calm in the rush",
    ),
    Archetype.of(
        "hotel_manager",
        "Hospitality",
        weight=3,
        ladder="0 Front Desk Agent, Guest Services Agent | 3 Front Desk Supervisor, Concierge | 7 Front Office "
        "Manager | 12 Hotel Manager, General Manager",
        employers="hotel",
        degrees="high_school 2, associate 4, bachelor 4",
        fields="Hospitality Management",
        skills="Guest Relations, Reservations, Opera PMS, Cash Handling, Complaint Handling, Scheduling, Revenue "
        "Management, Housekeeping Coordination, Upselling, Staff Training, Budgeting",
        focuses="events: Event Coordination, Banquets | resorts: Concierge Services, Spa",
        duties="Checked in {n}0 guests a day | Raised review scores from {m} to 9 | Led {focus} for the house",
        strengths="remembering guests | fixing it before they leave",
    ),
)
