"""Health care."""

from bot.sample.archetype import Archetype

ARCHETYPES = (
    Archetype.of(
        "registered_nurse",
        "Nursing",
        weight=12,
        ladder="0 Registered Nurse, Staff Nurse, {focus} Nurse | 4 Senior Registered Nurse, {focus} Registered "
        "Nurse, Registered Nurse | 9 Charge Nurse, {focus} Charge Nurse | 14 Nurse Manager | 20 Director of "
        "Nursing",
        employers="hospital, hospital, hospital, clinic, care_home",
        degrees="associate 3, bachelor 6, master 1",
        fields="Nursing",
        skills="Patient Care, Medication Administration, Vital Signs, BLS, ACLS, Electronic Health Records, Triage, "
        "Patient Education, IV Therapy, Wound Care, Epic, Care Planning, Discharge Planning, Preceptorship, "
        "Staffing",
        focuses="ICU: Critical Care, Ventilator Management | Emergency: Trauma Care, Emergency Nursing | Pediatric: "
        "Pediatrics, PALS | Oncology: Chemotherapy, Palliative Care | Labor and Delivery: Fetal Monitoring, "
        "Neonatal Care | Medical-Surgical: Telemetry, Post-operative Care | Operating Room: Perioperative "
        "Nursing, Sterile Technique",
        duties="Cared for {n} patients a shift on the {focus} unit | Taught patients and families before discharge "
        "| Precepted new graduates | Kept medication errors under the unit's target for {n} quarters | "
        "Worked with physicians and therapists on daily rounds",
        strengths="calm on a full ward | clear handovers | patient teaching | steady hands in an emergency",
    ),
    Archetype.of(
        "nursing_assistant",
        "Nursing",
        weight=5,
        ladder="0 Certified Nursing Assistant, Nursing Assistant | 3 Patient Care Technician, Certified Nursing "
        "Assistant | 8 Lead Nursing Assistant",
        employers="care_home, care_home, hospital",
        degrees="high_school 8, associate 2",
        fields="Health Sciences",
        skills="Patient Care, Vital Signs, CPR, Activities of Daily Living, Patient Transfers, Infection Control, "
        "Dementia Care, Charting, Phlebotomy, EKG",
        focuses="long-term care: Geriatrics, Hospice | medical-surgical: Catheter Care, Specimen Collection",
        duties="Helped {n} residents a day with bathing, meals and walking | Charted vital signs each shift | Told "
        "nurses early about changes in a resident's condition",
        strengths="patience | reliability on every shift",
    ),
    Archetype.of(
        "nurse_practitioner",
        "Nursing",
        weight=3,
        remote=15,
        ladder="0 Registered Nurse | 4 Nurse Practitioner, {focus} Nurse Practitioner | 12 Lead Nurse Practitioner "
        "| 18 Director of Advanced Practice",
        employers="clinic, hospital",
        degrees="master 8, doctorate 2",
        fields="Nursing",
        skills="Patient Assessment, Prescribing, Diagnosis, Chronic Disease Management, Electronic Health Records, "
        "Preventive Care, Telehealth, Care Coordination, Epic, Quality Improvement",
        focuses="Family: Primary Care, Women's Health | Psychiatric: Psychiatric Care, Medication Management | Acute "
        "Care: Critical Care, Procedures",
        duties="Ran a panel of {n}0 patients | Diagnosed and treated acute and chronic illness | Started telehealth "
        "visits for follow-ups",
        strengths="listening before prescribing | preventive care",
    ),
    Archetype.of(
        "medical_assistant",
        "Clinical Support",
        weight=4,
        ladder="0 Medical Assistant | 3 Certified Medical Assistant | 8 Lead Medical Assistant, Clinic Coordinator",
        employers="clinic, clinic, hospital",
        degrees="high_school 5, associate 5",
        fields="Medical Assisting",
        skills="Vital Signs, Phlebotomy, Injections, Patient Intake, EKG, Medical Terminology, Scheduling, "
        "Electronic Health Records, Insurance Verification, HIPAA",
        focuses="family practice: Immunizations, Rooming | cardiology: Stress Tests, Holter Monitoring",
        duties="Roomed {n} patients a day | Drew blood and gave injections | Kept the {focus} schedule on time",
        strengths="friendly intake | accurate charts",
    ),
    Archetype.of(
        "physician",
        "Medical Staff",
        weight=3,
        ladder="0 Resident Physician | 4 Physician, {focus} Physician, Attending Physician | 12 Senior Attending "
        "Physician | 20 Medical Director",
        employers="hospital, hospital, clinic",
        degrees="doctorate 1",
        fields="Medicine",
        skills="Diagnosis, Patient Care, Clinical Judgment, Electronic Health Records, Inpatient Care, "
        "Evidence-Based Medicine, Teaching, Quality Improvement, Clinical Research, Peer Review",
        focuses="Internal Medicine: Internal Medicine, Hospital Medicine | Family Medicine: Primary Care, Pediatrics "
        "| Emergency Medicine: Emergency Medicine, Resuscitation",
        duties="Looked after {n} inpatients a day | Taught residents in {focus} | Led the sepsis pathway of the "
        "hospital",
        strengths="sound judgment | teaching at the bedside",
    ),
    Archetype.of(
        "pharmacist",
        "Pharmacy",
        weight=3,
        ladder="0 Pharmacist, Staff Pharmacist | 5 Clinical Pharmacist, {focus} Pharmacist | 11 Pharmacy Manager | "
        "18 Director of Pharmacy",
        employers="pharmacy, hospital, pharmacy",
        degrees="doctorate 8, master 2",
        fields="Pharmacy",
        skills="Dispensing, Medication Therapy Management, Drug Interactions, Patient Counseling, Immunizations, "
        "Compounding, Formulary Management, Antimicrobial Stewardship, Pharmacy Law, Inventory Management",
        focuses="Community: Retail Pharmacy, Insurance Claims | Hospital: Sterile Compounding, Anticoagulation",
        duties="Checked {n}0 prescriptions a day | Counseled patients on new medication | Led audits of controlled "
        "drugs",
        strengths="exactness | plain explanations",
    ),
    Archetype.of(
        "physical_therapist",
        "Rehabilitation",
        weight=3,
        ladder="0 Physical Therapist | 5 Senior Physical Therapist, {focus} Physical Therapist | 11 Rehabilitation "
        "Manager | 18 Director of Rehabilitation",
        employers="clinic, hospital, care_home",
        degrees="doctorate 7, master 3",
        fields="Physical Therapy",
        skills="Manual Therapy, Therapeutic Exercise, Gait Training, Patient Assessment, Treatment Planning, "
        "Documentation, Dry Needling, Ergonomics, Clinical Education, Outcome Measurement",
        focuses="Orthopedic: Orthopedics, Sports Injuries | Neurological: Stroke Rehabilitation, Vestibular Therapy "
        "| Geriatric: Fall Prevention, Balance Training",
        duties="Treated {n} patients a day | Built home programs that patients keep to | Mentored students on "
        "placement",
        strengths="motivating patients | measurable progress",
    ),
    Archetype.of(
        "dental_hygienist",
        "Dental",
        weight=2,
        ladder="0 Dental Hygienist | 6 Senior Dental Hygienist | 14 Lead Dental Hygienist",
        employers="dental",
        degrees="associate 7, bachelor 3",
        fields="Dental Hygiene",
        skills="Scaling, Dental Radiography, Periodontal Charting, Patient Education, Infection Control, Local "
        "Anesthesia, Fluoride Treatments, Dentrix, Treatment Planning",
        focuses="periodontal care: Root Planing, Laser Therapy | pediatric care: Sealants, Pediatric Dentistry",
        duties="Saw {n} patients a day for cleaning and {focus} | Took and read radiographs | Ran recall for the "
        "practice",
        strengths="gentle work | patients who come back",
    ),
    Archetype.of(
        "lab_technician",
        "Laboratory",
        weight=3,
        ladder="0 Laboratory Technician | 3 Medical Laboratory Scientist, Research Associate | 8 Senior Laboratory "
        "Scientist | 14 Laboratory Manager",
        employers="laboratory, hospital, pharma",
        degrees="associate 2, bachelor 6, master 2",
        fields="Biology, Medical Laboratory Science, Biochemistry",
        skills="Sample Preparation, Pipetting, Laboratory Safety, Quality Control, PCR, Microscopy, LIMS, GLP, "
        "ELISA, Data Analysis, Method Validation, Cell Culture",
        focuses="hematology: Hematology, Flow Cytometry | molecular biology: Next-Generation Sequencing, Cloning",
        duties="Ran {n}0 samples a day in {focus} | Validated new assays | Kept instruments calibrated and records "
        "ready for audit",
        strengths="care with samples | records that stand an audit",
    ),
)
