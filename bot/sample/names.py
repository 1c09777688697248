"""First and last names from several cultures, in Latin letters."""

from typing import NamedTuple


class Culture(NamedTuple):
    """`language` is what its people usually speak besides their country's language."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    language: str


def _names(language: str, first: str, last: str) -> Culture:
    return Culture(tuple(first.split()), tuple(name.replace("_", " ") for name in last.split()), language)


CULTURES: dict[str, Culture] = {
    "english": _names(
        "en",
        """James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph
        Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Lisa Anthony Margaret Mark Ashley Donald Kimberly Steven
        Emily Paul Donna Andrew Michelle Joshua Carol Kenneth Amanda Kevin Melissa Brian Deborah George Stephanie
        Timothy Rebecca Ronald Laura Jason Sharon Edward Cynthia Jeffrey Kathleen Ryan Amy Jacob Angela Gary Shirley
        Nicholas Anna Eric Brenda Jonathan Pamela Stephen Emma Larry Nicole Justin Helen Scott Samantha Brandon
        Katherine Benjamin Christine Samuel Hannah Gregory Rachel Tyrone Keisha Marcus Latoya Andre Imani Malik Jasmine
        Darnell Aaliyah Grace Oliver Charlotte Henry Amelia Caleb Zoe Owen Ruby Isaac Violet""",
        """Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris
        Martin Thompson Robinson Clark Lewis Lee Walker Hall Allen Young King Wright Scott Green Baker Adams Nelson
        Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook
        Morgan Bell Murphy Bailey Cooper Richardson Cox Howard Ward Peterson Gray James Watson Brooks Kelly Sanders
        Price Bennett Wood Barnes Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Washington Butler
        Simmons Foster Bryant Alexander Russell Griffin Hayes Myers Ford Hamilton Graham Sullivan Wallace Woods Cole
        West Jordan Owens Reynolds Fisher Ellis Harrison Gibson McDonald Cruz Marshall Freeman Wells Webb Simpson""",
    ),
    "hispanic": _names(
        "es",
        """José María Juan Ana Luis Carmen Carlos Sofía Jorge Lucía Miguel Valentina Alejandro Camila Diego Isabella
        Fernando Gabriela Ricardo Daniela Eduardo Paula Javier Elena Rafael Adriana Andrés Verónica Sergio Mónica Héctor
        Rosa Óscar Beatriz Raúl Natalia Mateo Ximena Emilio Guadalupe""",
        """García Rodríguez Martínez Hernández López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz
        Reyes
        Morales Cruz Ortiz Gutiérrez Chávez Ramos Ruiz Álvarez Mendoza Vásquez Castillo Jiménez Moreno Romero Herrera
        Medina Aguilar Vargas Castro Guzmán Núñez Rojas Salazar Delgado Peña Ibáñez Cordero""",
    ),
    "indian": _names(
        "hi",
        """Aarav Priya Rahul Ananya Vikram Neha Arjun Pooja Rohan Kavita Sanjay Deepika Amit Sneha Rajesh Divya Suresh
        Meera Anil Lakshmi Karthik Shreya Nikhil Swati Manish Ritu Varun Asha Harish Nandini Gaurav Padma Ashok
        Tanvi""",
        """Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Mehta Shah Joshi Desai Rao Verma Agarwal Menon Chopra Kapoor
        Malhotra Bhat Kulkarni Pillai Banerjee Chatterjee Mukherjee Das Bose Naidu Srinivasan Krishnan Subramanian Jain
        Mishra Pandey Yadav Chauhan""",
    ),
    "chinese": _names(
        "zh",
        """Wei Fang Lei Na Jun Min Qiang Yan Tao Jing Ming Li Hao Xia Bo Mei Peng Hui Jian Ying Chen Xin Yang Lan Kai
        Ling Rui Yue Zhen Qing""",
        """Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Tang Song
        Deng Han Feng Cao Peng""",
    ),
    "korean": _names(
        "ko",
        """Minjun Seoyeon Jihoon Jiwoo Hyunwoo Minji Sungmin Yuna Donghyun Eunji Taeyang Soojin Jaewon Hyejin Seungho
        Nari Kyungsoo Haneul""",
        "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong",
    ),
    "vietnamese": _names(
        "vi",
        "Minh Linh Anh Huong Tuan Thao Duc Mai Hung Trang Quan Lan Khanh Ngoc Long Phuong Bao Hanh Nam Thuy",
        "Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Truong Dinh",
    ),
    "filipino": _names(
        "tl",
        "Jose Maria Angelo Kristine Mark Jasmine Paolo Angelica Rommel Maricel Jayson Liezl Dennis Rowena Ramil Cherry",
        "Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Villanueva Ramos Aquino Dela_Cruz Navarro Salazar "
        "Castillo Domingo Manalo Pascual",
    ),
    "arabic": _names(
        "ar",
        """Mohammed Fatima Ahmed Aisha Omar Layla Ali Mariam Hassan Noor Yusuf Zainab Khalid Salma Ibrahim Huda Karim
        Rania Tariq Dina Samir Yasmin Nabil Amira""",
        """Hassan Ali Ahmed Khalil Haddad Mansour Nasser Saleh Farouk Aziz Rahman Hamdan Najjar Khoury Darwish Qasim
        Sabbagh Bishara Zaman El-Sayed Al-Amin Abboud""",
    ),
    "nigerian": _names(
        "en",
        """Chinedu Ngozi Emeka Adaeze Oluwaseun Folake Tunde Yetunde Ifeanyi Chioma Babatunde Amaka Kelechi Temitope
        Obinna Funmilayo Segun Nneka Uche Bukola""",
        """Okafor Adeyemi Okonkwo Balogun Eze Adebayo Nwosu Ogunleye Obi Afolabi Chukwu Olawale Nnamdi Bello Onyeka Ojo
        Uzoma Akinyemi Ibe Danjuma""",
    ),
    "german": _names(
        "de",
        """Lukas Anna Felix Lena Jonas Marie Maximilian Sophie Paul Laura Jan Julia Tobias Katharina Stefan Sabine
        Matthias Heike Jürgen Monika Florian Franziska Sven Ute Björn Greta""",
        """Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf
        Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Krause Lehmann Köhler Maier Jäger
        Groß""",
    ),
    "french": _names(
        "fr",
        """Louis Camille Hugo Chloé Lucas Manon Antoine Léa Julien Claire Nicolas Élodie Thomas Aurélie Mathieu Céline
        Guillaume Sandrine François Hélène Benoît Margaux Étienne Inès""",
        """Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Girard
        Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Faure Mercier Blanc Guérin Chevalier Gauthier
        Perrin Besson""",
    ),
    "italian": _names(
        "it",
        "Marco Giulia Luca Chiara Matteo Francesca Alessandro Martina Andrea Sara Davide Elisa Giovanni Paola Stefano "
        "Federica Antonio Valeria Niccolò Silvia",
        "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca "
        "Costa Giordano "
        "Mancini Rizzo Lombardi Moretti",
    ),
    "polish": _names(
        "pl",
        "Jakub Zuzanna Piotr Katarzyna Tomasz Agnieszka Paweł Magdalena Michał Joanna Marcin Ewa Krzysztof Małgorzata "
        "Łukasz Monika Wojciech Dorota Kamil Aleksandra",
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak "
        "Dąbrowski Kozłowski "
        "Mazur Jankowski Krawczyk Piotrowski Grabowski Pawlak Michalski Król",
    ),
    "slavic": _names(
        "ru",
        "Dmitri Olga Ivan Natasha Sergei Irina Alexei Tatiana Nikolai Svetlana Andrei Oksana Mikhail Yulia "
        "Viktor Elena "
        "Bohdan Oleksandra Pavel Daria",
        "Ivanov Petrenko Smirnov Kovalenko Kuznetsov Shevchenko Popov Bondarenko Volkov Tkachenko Sokolov "
        "Melnyk Lebedev "
        "Kravchenko Novak Morozov Boyko Orlov Horvat Marchenko",
    ),
    "portuguese": _names(
        "pt",
        "João Ana Pedro Beatriz Lucas Mariana Gabriel Larissa Rafael Juliana Thiago Fernanda Bruno Camila "
        "Gustavo Letícia "
        "Felipe Patrícia Rodrigo Vitória",
        "Silva Santos Oliveira Souza Lima Pereira Ferreira Costa Rodrigues Almeida Nascimento Carvalho Araújo Ribeiro "
        "Gomes Martins Rocha Barbosa Cardoso Teixeira",
    ),
    "japanese": _names(
        "ja",
        "Haruto Yui Sota Aoi Ren Hina Takumi Sakura Kenji Yoko Hiroshi Emi Daiki Naomi Kaito Rina Satoshi Akiko",
        "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Matsumoto "
        "Inoue Kimura Hayashi Shimizu",
    ),
    "irish": _names(
        "en",
        "Seán Aoife Conor Ciara Patrick Niamh Liam Sinéad Cian Orla Declan Róisín Eoin Maeve Brendan Gráinne "
        "Fionn Clodagh",
        "Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor O'Neill Doyle McCarthy Gallagher Doherty Kennedy "
        "Lynch Murray Quinn Moran Nolan Fitzgerald",
    ),
    "dutch": _names(
        "nl",
        "Daan Emma Sem Julia Bram Sanne Lars Lotte Thijs Anouk Ruben Femke Jeroen Marieke Pieter Saskia",
        "de_Jong Jansen de_Vries van_den_Berg Bakker van_Dijk Visser Smit Meijer de_Boer Mulder Bos Vos "
        "Peters Hendriks "
        "van_Leeuwen Dekker Brouwer",
    ),
    "african": _names(
        "sw",
        "Thabo Nomsa Sipho Lerato Kwame Ama Kofi Akosua Juma Wanjiru Otieno Achieng Tendai Rudo Themba Zanele "
        "Baraka Neema",
        "Dlamini Nkosi Ndlovu Khumalo Mokoena Mensah Owusu Boateng Asante Kamau Mwangi Odhiambo Njoroge Moyo Botha "
        "van_der_Merwe Naidoo Pillay",
    ),
}

# country → (culture, weight)
LIVING_IN: dict[str, tuple[tuple[str, int], ...]] = {
    "US": (
        ("english", 56), ("hispanic", 16), ("indian", 6), ("chinese", 4), ("korean", 2), ("vietnamese", 2),
        ("filipino", 2), ("arabic", 2), ("nigerian", 2), ("german", 1), ("italian", 2), ("polish", 1), ("slavic", 2),
        ("irish", 1), ("african", 1),
    ),
    "CA": (
        ("english", 55), ("french", 15), ("indian", 10), ("chinese", 9), ("filipino", 5), ("arabic", 3), ("slavic", 3),
    ),
    "GB": (("english", 72), ("indian", 9), ("irish", 4), ("polish", 4), ("nigerian", 5), ("arabic", 4), ("chinese", 2)),
    "IE": (("irish", 70), ("english", 14), ("polish", 10), ("portuguese", 3), ("indian", 3)),
    "AU": (("english", 68), ("chinese", 9), ("indian", 8), ("vietnamese", 5), ("italian", 5), ("irish", 5)),
    "DE": (("german", 78), ("polish", 7), ("arabic", 6), ("slavic", 5), ("italian", 4)),
    "FR": (("french", 82), ("arabic", 11), ("portuguese", 4), ("african", 3)),
    "ES": (("hispanic", 94), ("slavic", 3), ("arabic", 3)),
    "IT": (("italian", 95), ("slavic", 5)),
    "NL": (("dutch", 85), ("arabic", 8), ("german", 7)),
    "PL": (("polish", 94), ("slavic", 6)),
    "MX": (("hispanic", 100),),
    "BR": (("portuguese", 92), ("italian", 5), ("japanese", 3)),
    "IN": (("indian", 97), ("arabic", 3)),
    "SG": (("chinese", 70), ("indian", 15), ("arabic", 10), ("english", 5)),
    "JP": (("japanese", 97), ("korean", 3)),
    "PH": (("filipino", 97), ("chinese", 3)),
    "AE": (("arabic", 45), ("indian", 35), ("filipino", 12), ("english", 8)),
    "NG": (("nigerian", 100),),
    "KE": (("african", 100),),
    "ZA": (("african", 72), ("english", 18), ("indian", 10)),
}  # fmt: skip
SPOKEN_IN: dict[str, str] = {
    "DE": "de", "FR": "fr", "ES": "es", "IT": "it", "NL": "nl", "PL": "pl", "MX": "es", "BR": "pt", "JP": "ja",
}  # fmt: skip
