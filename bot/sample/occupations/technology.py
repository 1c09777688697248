"""Software, data, hardware and design."""

from bot.sample.archetype import Archetype

ARCHETYPES = (
    Archetype.of(
        "software_engineer",
        "Engineering",
        weight=12,
        remote=60,
        ladder="0 Software Engineer, Junior Software Engineer, Software Developer | 3 Software Engineer, {focus} "
        "Engineer | 6 Senior Software Engineer, Senior {focus} Engineer | 10 Staff Software Engineer, "
        "Engineering Manager | 15 Principal Software Engineer, Director of Engineering",
        employers="software, software, software, bank, retailer",
        degrees="bachelor 7, master 3",
        fields="Computer Science, Software Engineering, Mathematics",
        skills="Git, SQL, Linux, REST APIs, Unit Testing, Code Review, PostgreSQL, Docker, CI/CD, AWS, "
        "Microservices, Redis, Kubernetes, Kafka, System Design, Performance Tuning, Mentoring",
        focuses="Backend: Python, Django, FastAPI | Backend: Java, Spring Boot, Hibernate | Backend: Go, gRPC, "
        "Distributed Systems | Platform: Rust, C++, Networking | Full Stack: TypeScript, React, Node.js | "
        "Payments: C#, .NET, SQL Server | Mobile: Kotlin, Android, Swift",
        duties="Built {focus} services that answer {n} million requests a day | Cut the p99 latency by {n} % | "
        "Moved a monolith to services without an outage | Wrote design documents and reviewed those of "
        "others | Was on call for the team's services | Mentored {m} engineers",
        strengths="simple designs | tests that catch things | finding the slow query | code that others can change",
    ),
    Archetype.of(
        "frontend_engineer",
        "Engineering",
        weight=5,
        remote=65,
        ladder="0 Frontend Developer, Web Developer | 3 Frontend Engineer, {focus} Developer | 6 Senior Frontend "
        "Engineer | 11 Lead Frontend Engineer",
        employers="software, agency, retailer",
        degrees="bachelor 8, associate 1, master 1",
        fields="Computer Science, Web Development, Media Informatics",
        skills="HTML, CSS, JavaScript, Git, Responsive Design, TypeScript, Accessibility, REST APIs, Jest, Webpack, "
        "GraphQL, Web Performance, Design Systems, Storybook",
        focuses="React: React, Redux, Next.js | Vue: Vue.js, Nuxt | Angular: Angular, RxJS",
        duties="Built the {focus} front end of the product | Brought pages to WCAG 2.1 AA | Cut the bundle by {n} % "
        "| Kept a component library used by {m} teams",
        strengths="accessible interfaces | pages that load fast",
    ),
    Archetype.of(
        "devops_engineer",
        "Engineering",
        weight=4,
        remote=60,
        ladder="0 Systems Administrator, Junior DevOps Engineer | 3 DevOps Engineer, Site Reliability Engineer | 7 "
        "Senior DevOps Engineer, Senior Site Reliability Engineer | 12 Staff Site Reliability Engineer, Head "
        "of Infrastructure",
        employers="software, software, bank, telecom",
        degrees="bachelor 8, master 1, associate 1",
        fields="Computer Science, Information Technology",
        skills="Linux, Bash, Git, Docker, CI/CD, Python, Terraform, Kubernetes, Prometheus, Ansible, Helm, Incident "
        "Management, Grafana, Capacity Planning, Go",
        focuses="cloud: AWS, CloudFormation | cloud: Google Cloud, GKE | cloud: Azure, Azure DevOps",
        duties="Ran {n}0 Kubernetes nodes in the {focus} | Cut deploy time from an hour to {n} minutes | Wrote "
        "Terraform for all environments | Led blameless postmortems",
        strengths="quiet pagers | boring releases",
    ),
    Archetype.of(
        "data_scientist",
        "Data",
        weight=5,
        remote=55,
        ladder="0 Data Analyst, Junior Data Scientist | 3 Data Scientist | 6 Senior Data Scientist, Machine "
        "Learning Engineer | 11 Lead Data Scientist, Head of Data Science",
        employers="software, bank, insurer, pharma, retailer",
        degrees="bachelor 3, master 5, doctorate 2",
        fields="Statistics, Computer Science, Physics, Economics",
        skills="Python, SQL, Pandas, Statistics, Data Visualization, scikit-learn, A/B Testing, Machine Learning, "
        "Tableau, Spark, Airflow, Deep Learning, MLOps",
        focuses="forecasting: Time Series, Prophet | natural language processing: NLP, PyTorch, Transformers | "
        "recommendations: Recommender Systems, TensorFlow | risk: Credit Risk, XGBoost",
        duties="Built {focus} models that raised revenue by {n} % | Designed and read {n} experiments | Turned "
        "questions of the business into measurements | Put models into production",
        strengths="honest error bars | plain charts",
    ),
    Archetype.of(
        "data_engineer",
        "Data",
        weight=4,
        remote=55,
        ladder="0 Data Engineer, BI Developer | 4 Data Engineer, {focus} Data Engineer | 7 Senior Data Engineer | "
        "12 Lead Data Engineer, Data Architect",
        employers="software, bank, insurer, retailer",
        degrees="bachelor 7, master 3",
        fields="Computer Science, Information Systems",
        skills="SQL, Python, ETL, PostgreSQL, Airflow, Data Modeling, Spark, dbt, Git, Kafka, Data Warehousing, "
        "Data Quality, Terraform, Data Governance",
        focuses="Snowflake: Snowflake, Fivetran | Databricks: Databricks, Delta Lake | BigQuery: BigQuery, Looker",
        duties="Moved {n} TB a day into {focus} | Cut the nightly load by {n} % | Wrote tests for every table that "
        "finance reads",
        strengths="pipelines that page nobody | data that agrees with itself",
    ),
    Archetype.of(
        "qa_engineer",
        "Engineering",
        weight=3,
        remote=50,
        ladder="0 QA Tester, QA Analyst | 3 QA Engineer, Test Automation Engineer | 7 Senior QA Engineer | 12 QA "
        "Manager",
        employers="software, agency, bank",
        degrees="bachelor 8, associate 2",
        fields="Computer Science, Information Technology",
        skills="Test Cases, Regression Testing, Jira, Bug Reports, SQL, API Testing, Postman, CI/CD, Python, Load "
        "Testing, Test Strategy, Risk Analysis",
        focuses="web: Selenium, Cypress, Playwright | mobile: Appium, Android Testing",
        duties="Automated {n}0 {focus} test cases | Cut the regression run to {n} minutes | Found the outage before "
        "release",
        strengths="curious testing | reports that can be repeated",
    ),
    Archetype.of(
        "security_analyst",
        "Security",
        weight=3,
        remote=45,
        ladder="0 Security Analyst, SOC Analyst | 4 Information Security Analyst, Security Engineer | 8 Senior "
        "Security Engineer | 13 Security Architect, Chief Information Security Officer",
        employers="bank, software, government, telecom",
        degrees="bachelor 8, master 2",
        fields="Cybersecurity, Computer Science",
        skills="Network Security, SIEM, Incident Response, Vulnerability Management, Linux, Python, Splunk, "
        "Firewalls, Threat Modeling, NIST, ISO 27001, Penetration Testing, Zero Trust",
        focuses="cloud security: AWS Security, IAM | application security: OWASP, Burp Suite | detection: Threat "
        "Hunting, Digital Forensics",
        duties="Handled {n} incidents a month | Closed {n} % of open findings in {focus} | Ran phishing drills for "
        "the company",
        strengths="calm incident work | security that people keep to",
    ),
    Archetype.of(
        "it_support",
        "Information Technology",
        weight=4,
        remote=25,
        ladder="0 Help Desk Technician, IT Support Specialist | 3 Desktop Support Engineer, IT Support Specialist | "
        "7 Systems Administrator | 12 IT Manager",
        employers="school, hospital, manufacturer, government, software",
        degrees="high_school 2, associate 5, bachelor 3",
        fields="Information Technology",
        skills="Windows, Troubleshooting, Active Directory, Ticketing Systems, Microsoft 365, Printers, Hardware "
        "Repair, macOS, Networking, PowerShell, VPN, Backup, Vendor Management",
        focuses="desktop: Imaging, SCCM | network: Cisco, Wi-Fi",
        duties="Closed {n} tickets a day | Moved {n}0 people to Microsoft 365 | Kept {focus} systems running",
        strengths="patience with users | fixing the cause",
    ),
    Archetype.of(
        "product_manager",
        "Product",
        weight=4,
        remote=45,
        ladder="0 Associate Product Manager, Business Analyst | 3 Product Manager, {focus} Product Manager | 7 "
        "Senior Product Manager | 12 Director of Product, Group Product Manager | 18 Vice President of "
        "Product",
        employers="software, software, bank, retailer",
        degrees="bachelor 6, master 2, mba 2",
        fields="Business Administration, Computer Science, Economics",
        skills="Roadmapping, User Research, Agile, Backlog Management, Jira, Stakeholder Management, SQL, A/B "
        "Testing, Product Analytics, Pricing, Go-to-Market, OKRs, Product Strategy",
        focuses="Growth: Experimentation, Activation | Platform: APIs, Developer Experience | Payments: Payments, "
        "Fraud",
        duties="Owned the {focus} roadmap with {m} teams | Talked to {n} customers a month | Launched features that "
        "raised retention by {n} %",
        strengths="saying no kindly | short documents",
    ),
    Archetype.of(
        "ux_designer",
        "Design",
        weight=4,
        remote=55,
        ladder="0 Junior UX Designer, UI Designer | 3 UX Designer, Product Designer | 7 Senior Product Designer | "
        "12 Design Lead, Head of Design",
        employers="software, agency, retailer, bank",
        degrees="bachelor 8, master 2",
        fields="Interaction Design, Graphic Design, Psychology",
        skills="Figma, Wireframes, Prototyping, User Research, Usability Testing, Visual Design, Design Systems, "
        "Information Architecture, Accessibility, Sketch, Facilitation",
        focuses="mobile apps: iOS Design, Material Design | enterprise software: Data Visualization, Service Design",
        duties="Designed {focus} from interviews to release | Ran {n} usability tests a quarter | Built the design "
        "system",
        strengths="listening to users | simple flows",
    ),
    Archetype.of(
        "mechanical_engineer",
        "Engineering",
        weight=4,
        remote=10,
        ladder="0 Mechanical Engineer, Design Engineer | 4 Mechanical Engineer II, {focus} Engineer | 8 Senior "
        "Mechanical Engineer | 14 Engineering Manager, Principal Mechanical Engineer",
        employers="manufacturer, manufacturer, utility",
        degrees="bachelor 7, master 3",
        fields="Mechanical Engineering",
        skills="SolidWorks, GD&T, AutoCAD, Prototyping, Materials, FEA, Root Cause Analysis, MATLAB, DFM, Tolerance "
        "Analysis, Six Sigma, Supplier Quality, Project Management",
        focuses="HVAC: Thermodynamics, Fluid Dynamics | Automotive: CATIA, Powertrain | Robotics: Mechatronics, ROS",
        duties="Took {n} {focus} parts from drawing to production | Cut scrap by {n} % | Ran test rigs and wrote "
        "reports",
        strengths="parts that can be made | clean drawings",
    ),
    Archetype.of(
        "electrical_engineer",
        "Engineering",
        weight=3,
        remote=10,
        ladder="0 Electrical Engineer | 4 Electrical Engineer II, {focus} Engineer | 8 Senior Electrical Engineer | "
        "14 Principal Electrical Engineer",
        employers="manufacturer, utility, telecom",
        degrees="bachelor 7, master 3",
        fields="Electrical Engineering",
        skills="Circuit Design, Schematics, Altium, MATLAB, Oscilloscopes, PCB Layout, Power Electronics, C, EMC, "
        "Requirements, Standards Compliance",
        focuses="Embedded: Embedded C, RTOS, Firmware | Power: Power Systems, Protection Relays | Controls: PLC, SCADA",
        duties="Designed {n} boards from schematic to production | Brought up {focus} hardware | Passed "
        "certification the first time",
        strengths="careful bring-up | readable schematics",
    ),
)
