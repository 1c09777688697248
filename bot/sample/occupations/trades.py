"""Transport, warehousing, construction, manufacturing and repair."""

from bot.sample.archetype import Archetype

ARCHETYPES = (
    Archetype.of(
        "truck_driver",
        "Transport",
        weight=8,
        ladder="0 Truck Driver, CDL Driver, Delivery Driver | 4 {focus} Truck Driver, CDL-A Driver | 10 Senior "
        "Truck Driver, Driver Trainer | 16 Fleet Supervisor",
        employers="logistics, logistics, retailer, manufacturer",
        degrees="high_school 9, associate 1",
        fields="General Studies",
        skills="CDL Class A, Safe Driving, Pre-Trip Inspection, Log Books, Route Planning, Loading and Unloading, "
        "GPS, Electronic Logging Devices, DOT Regulations, Defensive Driving, Driver Training",
        focuses="Long-Haul: Over the Road, Refrigerated Freight | Local: Local Delivery, Customer Service | Tanker: "
        "Hazmat Endorsement, Tanker Endorsement | Flatbed: Flatbed, Load Securement",
        duties="Drove {n}00,000 miles without an accident | Kept {q} % of deliveries on time | Hauled {focus} "
        "freight over {n} states | Trained {m} new drivers",
        strengths="on time in any weather | clean inspections",
    ),
    Archetype.of(
        "warehouse_associate",
        "Warehouse",
        weight=6,
        ladder="0 Warehouse Associate, Order Picker | 2 Forklift Operator, Warehouse Associate | 6 Warehouse Lead | "
        "10 Warehouse Supervisor | 15 Warehouse Manager",
        employers="logistics, retailer, manufacturer",
        degrees="high_school 9, associate 1",
        fields="General Studies",
        skills="Picking and Packing, RF Scanners, Loading and Unloading, Forklift, Inventory Control, Pallet Jack, "
        "Shipping and Receiving, OSHA, Cycle Counting, WMS, Scheduling, Lean",
        focuses="cold storage: Cold Chain, Food Safety | e-commerce: Order Fulfillment, Returns",
        duties="Picked {n}0 lines an hour | Kept inventory {q} % right | Led a shift of {n} in {focus}",
        strengths="safe work | steady pace",
    ),
    Archetype.of(
        "logistics_coordinator",
        "Supply Chain",
        weight=3,
        remote=20,
        ladder="0 Logistics Coordinator, Dispatcher | 4 Supply Chain Analyst, {focus} Coordinator | 8 Logistics "
        "Manager | 14 Supply Chain Director",
        employers="logistics, manufacturer, retailer",
        degrees="associate 3, bachelor 6, mba 1",
        fields="Supply Chain Management, Business Administration",
        skills="Dispatching, Freight Booking, Excel, Carrier Relations, TMS, Inventory Control, SAP, Route "
        "Planning, Procurement, Demand Planning, Contract Negotiation",
        focuses="Import: Customs, Incoterms | Freight: Freight Brokerage, Load Boards",
        duties="Booked {n} loads a day | Cut freight cost by {n} % | Cleared {focus} shipments",
        strengths="a plan B for every truck | exact papers",
    ),
    Archetype.of(
        "electrician",
        "Electrical",
        weight=5,
        ladder="0 Apprentice Electrician | 4 Electrician, Journeyman Electrician, {focus} Electrician | 9 Master "
        "Electrician | 15 Electrical Foreman, Electrical Superintendent",
        employers="construction, construction, utility, manufacturer",
        degrees="high_school 6, associate 4",
        fields="Electrical Technology",
        skills="Wiring, Conduit Bending, Blueprint Reading, Troubleshooting, National Electrical Code, Hand Tools, "
        "Circuit Breakers, Motor Controls, OSHA 30, Estimating, Crew Leadership",
        focuses="Industrial: PLC, Three-Phase Power | Residential: Service Panels, Lighting | Solar: Photovoltaics, "
        "Battery Storage",
        duties="Wired {n} {focus} sites | Found faults under load | Led a crew of {m} and passed every inspection",
        strengths="neat panels | work that passes inspection",
    ),
    Archetype.of(
        "welder",
        "Fabrication",
        weight=3,
        ladder="0 Welder Helper, Welder | 3 Welder, {focus} Welder | 8 Certified Welder, Welding Inspector | 14 "
        "Welding Supervisor",
        employers="manufacturer, construction",
        degrees="high_school 8, associate 2",
        fields="Welding Technology",
        skills="MIG Welding, Grinding, Blueprint Reading, Stick Welding, Measuring, TIG Welding, Plasma Cutting, "
        "Fabrication, AWS D1.1, Quality Inspection",
        focuses="Pipe: Pipe Welding, 6G | Structural: Structural Steel, Flux Core",
        duties="Welded {focus} joints with a reject rate under {m} % | Read drawings and set up fixtures | Trained "
        "helpers",
        strengths="straight beads | nothing comes back",
    ),
    Archetype.of(
        "hvac_technician",
        "Field Service",
        weight=3,
        ladder="0 HVAC Apprentice, HVAC Technician | 4 HVAC Technician, {focus} HVAC Technician | 9 Senior HVAC "
        "Technician | 14 Service Manager",
        employers="construction, utility",
        degrees="high_school 6, associate 4",
        fields="HVAC Technology",
        skills="Preventive Maintenance, EPA 608, Refrigerants, Electrical Troubleshooting, Ductwork, Customer "
        "Service, Heat Pumps, Boilers, Building Automation, Estimating",
        focuses="Commercial: Chillers, Rooftop Units | Residential: Furnaces, Thermostats",
        duties="Answered {m} service calls a day | Installed {n} {focus} systems a year | Kept callbacks under {m} %",
        strengths="finding the fault first | clean worksites",
    ),
    Archetype.of(
        "construction_manager",
        "Construction",
        weight=4,
        ladder="0 Assistant Project Engineer, Field Engineer | 3 Project Engineer, Assistant Superintendent | 7 "
        "Construction Superintendent, Construction Manager | 14 Senior Construction Manager | 20 Director of "
        "Construction",
        employers="construction",
        degrees="high_school 1, associate 2, bachelor 7",
        fields="Construction Management, Civil Engineering",
        skills="Blueprint Reading, Scheduling, OSHA 30, Subcontractor Management, Procore, Estimating, Quality "
        "Control, Bluebeam, Budgeting, Contract Administration, Primavera P6",
        focuses="commercial buildings: Tenant Improvement, Steel Erection | housing: Residential Construction, Permits",
        duties="Built {focus} worth ${n} million | Ran a site of {n}0 people without a lost day | Closed {n} punch "
        "lists",
        strengths="sites that run to schedule | safety first",
    ),
    Archetype.of(
        "civil_engineer",
        "Engineering",
        weight=3,
        remote=10,
        ladder="0 Civil Engineer, Engineer in Training | 4 Civil Engineer, {focus} Engineer | 8 Senior Civil "
        "Engineer, Project Engineer | 15 Principal Engineer",
        employers="construction, government, utility",
        degrees="bachelor 7, master 3",
        fields="Civil Engineering",
        skills="AutoCAD, Civil 3D, Surveying, Site Design, Stormwater, Permitting, Hydraulics, GIS, PE License, "
        "Cost Estimating, Construction Documents",
        focuses="Structural: Structural Analysis, Revit | Transportation: Road Design, Traffic Engineering | "
        "Geotechnical: Soil Mechanics, Foundations",
        duties="Designed {n} {focus} projects | Took permits through {m} agencies | Sealed drawings and answered "
        "the field",
        strengths="drawings builders trust | clear calculations",
    ),
    Archetype.of(
        "automotive_technician",
        "Service",
        weight=3,
        ladder="0 Lube Technician, Automotive Technician | 4 Automotive Technician, {focus} Technician | 9 Master "
        "Technician | 14 Service Manager",
        employers="garage",
        degrees="high_school 7, associate 3",
        fields="Automotive Technology",
        skills="Oil Changes, Brakes, Diagnostics, Hand Tools, Suspension, ASE Certification, Engine Repair, "
        "Electrical Systems, Transmission Repair, Customer Communication",
        focuses="Diesel: Diesel Engines, Hydraulics | Electric Vehicle: High Voltage Systems, Battery Diagnostics",
        duties="Repaired {m} cars a day | Diagnosed {focus} faults others gave up on | Kept comebacks under {m} %",
        strengths="right the first time | honest quotes",
    ),
    Archetype.of(
        "machinist",
        "Production",
        weight=3,
        ladder="0 Machine Operator, Production Operator | 3 CNC Machinist, Machinist | 8 Senior CNC Machinist, "
        "{focus} Programmer | 14 Production Supervisor, Plant Manager",
        employers="manufacturer",
        degrees="high_school 7, associate 3",
        fields="Manufacturing Technology",
        skills="Machine Setup, Calipers, Blueprint Reading, CNC, G-code, GD&T, Quality Inspection, Mastercam, Lean "
        "Manufacturing, 5S, Scheduling",
        focuses="CNC: Five-Axis Milling, Fanuc | CNC: Lathe, Haas",
        duties="Held tolerances of {m} microns | Cut setup time by {n} % | Ran {m} machines a shift",
        strengths="tight tolerances | short setups",
    ),
)
