"""In which Texas counties a utility has lines: EIA Form 861, service territories of 2014 (public domain).

Read on 2026-11-28 in `mjstevens777/energy-portal` (data/county_electricity_usage/Service_Territory_2014.csv, a
copy of EIA's table), utility by utility. EIA's names; the counties of Pedernales are those of its report by ZIP.
A county says little of one ZIP in it: where nothing nearer speaks, a utility is only *possible* there.
"""

COUNTIES_WITH_CHOICE = {
    "aep-central": "Aransas, Atascosa, Bee, Brooks, Caldwell, Calhoun, Cameron, Colorado, DeWitt, Dimmit, "
    "Duval, Edwards, Frio, Goliad, Gonzales, Guadalupe, Hidalgo, Jackson, Jim Hogg, Jim Wells, Karnes, "
    "Kenedy, Kinney, Kleberg, La Salle, Live Oak, Matagorda, Maverick, McMullen, Medina, Nueces, Real, "
    "Refugio, San Patricio, Starr, Uvalde, Val Verde, Victoria, Webb, Wharton, Willacy, Wilson, Zapata, "
    "Zavala",
    "aep-north": "Archer, Baylor, Brewster, Briscoe, Brown, Callahan, Childress, Coke, Coleman, Concho, "
    "Cottle, Crane, Crockett, Dickens, Eastland, Edwards, Fisher, Foard, Gillespie, Hall, Hardeman, "
    "Haskell, Irion, Jeff Davis, Jones, Kent, Kimble, King, Knox, Mason, McCulloch, Menard, Motley, "
    "Nolan, Pecos, Presidio, Reagan, Reeves, Runnels, Schleicher, Shackelford, Stephens, Sterling, "
    "Stonewall, Sutton, Taylor, Throckmorton, Tom Green, Upton, Wichita, Wilbarger",
    "centerpoint": "Austin, Brazoria, Chambers, Colorado, Fort Bend, Galveston, Harris, Liberty, "
    "Matagorda, Montgomery, Waller, Wharton",
    "lubbock": "Lubbock",
    "nueces": "Brooks, Duval, Jim Wells, Kenedy, Kleberg, Live Oak, McMullen, Nueces",
    "oncor": "Anderson, Andrews, Angelina, Archer, Bastrop, Baylor, Bell, Borden, Bosque, Brazos, Brown, "
    "Burnet, Callahan, Cherokee, Clay, Coke, Coleman, Collin, Comanche, Cooke, Coryell, Crane, Culberson, "
    "Dallas, Dawson, Delta, Denton, Eastland, Ector, Ellis, Erath, Falls, Fannin, Fisher, Franklin, "
    "Freestone, Gaines, Glasscock, Grayson, Haskell, Henderson, Hill, Hood, Hopkins, Houston, Howard, "
    "Hunt, Jack, Johnson, Jones, Kaufman, Kent, Knox, Lamar, Lampasas, Lee, Leon, Limestone, Loving, "
    "Lynn, Martin, McLennan, Midland, Milam, Mills, Mitchell, Montague, Nacogdoches, Navarro, Nolan, Palo "
    "Pinto, Panola, Parker, Pecos, Rains, Reagan, Red River, Reeves, Robertson, Rockwall, Rusk, Scurry, "
    "Shackelford, Smith, Somervell, Stephens, Sterling, Tarrant, Taylor, Terry, Throckmorton, Titus, Tom "
    "Green, Travis, Trinity, Upton, Van Zandt, Ward, Wichita, Wilbarger, Williamson, Winkler, Wise, Wood, "
    "Young",
    "sharyland": "Andrews, Borden, Brown, Coleman, Collin, Concho, Dawson, Ector, Fannin, Fisher, "
    "Glasscock, Hidalgo, Howard, Hunt, Irion, Martin, Mason, McCulloch, Menard, Midland, Mills, Mitchell, "
    "Nolan, Reagan, San Saba, Scurry, Sterling, Tom Green, Upton",
    "tnmp": "Archer, Baylor, Bosque, Brazoria, Clay, Collin, Comanche, Cooke, Coryell, Crockett, Dallas, "
    "Denton, Eastland, Erath, Fannin, Franklin, Galveston, Grayson, Hamilton, Hill, Hood, Hunt, Jack, "
    "Johnson, Lamar, Matagorda, McLennan, Montague, Palo Pinto, Pecos, Rains, Red River, Reeves, "
    "Robertson, Somervell, Stephens, Terrell, Titus, Van Zandt, Ward, Winkler, Young",
}
"""Utilities with choice, by our slug. Oncor took over what Sharyland delivered to homes (2017), except in Hidalgo
County, where AEP Texas Central did."""

COUNTIES = {
    "Austin Energy": "Travis, Williamson",
    "Bailey County Elec Coop Assn": "Bailey, Castro, Cochran, Lamb, Parmer",
    "Bandera Electric Coop, Inc": "Bandera, Bexar, Kendall, Kerr, Medina, Real, Uvalde",
    "Bartlett Electric Coop, Inc": "Bell, Burleson, Milam, Williamson",
    "Big Country Electric Coop, Inc": "Borden, Fisher, Garza, Haskell, Jones, Kent, Mitchell, Nolan, "
    "Scurry, Shackelford, Stonewall, Throckmorton",
    "Bluebonnet Electric Coop, Inc": "Austin, Bastrop, Burleson, Caldwell, Colorado, Fayette, Gonzales, "
    "Guadalupe, Hays, Lee, Milam, Travis, Washington, Williamson",
    "Bowie-Cass Electric Coop, Inc": "Bowie, Cass, Franklin, Morris, Red River, Titus",
    "Brownsville Public Utilities Board": "Cameron",
    "Central Texas Elec Coop, Inc": "Blanco, Gillespie, Kendall, Kerr, Kimble, Llano, Mason, McCulloch, "
    "Menard, Real, San Saba",
    "Cherokee County Elec Coop Assn": "Cherokee, Nacogdoches, Rusk, Smith",
    "City of Bryan - (TX)": "Brazos, Burleson, Robertson",
    "City of College Station - (TX)": "Brazos",
    "City of Denton - (TX)": "Denton",
    "City of Floresville": "Karnes, Wilson",
    "City of New Braunfels - (TX)": "Comal, Guadalupe",
    "City of San Antonio - (TX)": "Atascosa, Bandera, Bexar, Comal, Guadalupe, Kendall, Medina, Wilson",
    "Coleman County Elec Coop, Inc": "Brown, Callahan, Coke, Coleman, Concho, Runnels, Taylor, Tom Green",
    "Comanche County Elec Coop Assn": "Brown, Callahan, Comanche, Eastland, Mills, Shackelford, Stephens",
    "Concho Valley Elec Coop Inc": "Coke, Concho, Glasscock, Irion, Mitchell, Nolan, Reagan, Runnels, "
    "Sterling, Tom Green",
    "Cooke County Elec Coop Assn": "Cooke, Denton, Grayson, Montague, Wise",
    "Deaf Smith Electric Coop, Inc": "Castro, Deaf Smith, Oldham, Parmer",
    "Deep East Texas Elec Coop Inc": "Jasper, Nacogdoches, Newton, Panola, Rusk, Sabine, San Augustine, "
    "Shelby",
    "Denton County Elec Coop, Inc": "Collin, Cooke, Denton, Grayson, Tarrant, Wise",
    "El Paso Electric Co": "Culberson, El Paso, Hudspeth",
    "Entergy Texas Inc.": "Brazos, Burleson, Chambers, Falls, Galveston, Grimes, Hardin, Harris, Houston, "
    "Jasper, Jefferson, Leon, Liberty, Limestone, Madison, Milam, Montgomery, Newton, Orange, Polk, "
    "Robertson, San Jacinto, Trinity, Tyler, Walker, Waller, Washington",
    "Fannin County Electric Coop": "Collin, Fannin, Grayson, Hunt, Lamar",
    "Farmers Electric Coop, Inc - (TX)": "Collin, Dallas, Delta, Fannin, Franklin, Hopkins, Hunt, "
    "Kaufman, Rains, Rockwall, Van Zandt, Wood",
    "Fayette Electric Coop, Inc": "Austin, Bastrop, Colorado, Fayette, Gonzales, Lavaca, Lee, Washington",
    "Fort Belknap Electric Coop Inc": "Archer, Jack, Palo Pinto, Shackelford, Stephens, Throckmorton, Young",
    "Grayson-Collin Elec Coop, Inc": "Collin, Cooke, Fannin, Grayson",
    "Greenbelt Electric Coop, Inc": "Armstrong, Childress, Collingsworth, Donley, Gray, Hemphill, "
    "Randall, Roberts, Wheeler",
    "Guadalupe Valley Elec Coop Inc": "Bexar, Caldwell, Comal, DeWitt, Fayette, Goliad, Gonzales, "
    "Guadalupe, Jackson, Karnes, Lavaca, Victoria, Wilson",
    "HILCO Electric Cooperative, Inc.": "Dallas, Ellis, Hill, Johnson, McLennan",
    "Hamilton County Elec Coop Assn": "Comanche, Coryell, Hamilton, Lampasas, Llano, Mills, San Saba",
    "Heart of Texas Electric Coop": "Bell, Bosque, Coryell, Falls, Hamilton, McLennan, Milam",
    "Houston County Elec Coop Inc": "Anderson, Angelina, Cherokee, Freestone, Houston, Leon, Madison, "
    "Trinity, Walker",
    "J-A-C Electric Coop Inc": "Archer, Clay, Jack, Montague",
    "Jackson Electric Coop, Inc - (TX)": "Brazoria, Calhoun, Jackson, Lavaca, Matagorda, Wharton",
    "Jasper-Newton Elec Coop, Inc": "Angelina, Jasper, Newton, Orange, Sabine",
    "Karnes Electric Coop Inc": "Atascosa, Bee, Bexar, DeWitt, Frio, Goliad, Karnes, La Salle, Live Oak, "
    "McMullen, Medina, Wilson",
    "Kerrville Public Utility Board": "Kerr",
    "Lamar County Elec Coop Assn": "Delta, Fannin, Lamar, Red River",
    "Lamb County Electric Coop, Inc": "Bailey, Castro, Cochran, Hale, Hockley, Lamb",
    "Lea County Electric Coop, Inc": "Cochran, Gaines, Yoakum",
    "Lighthouse Electric Coop, Inc": "Briscoe, Childress, Collingsworth, Cottle, Crosby, Dickens, Donley, "
    "Floyd, Hale, Hall, Motley, Swisher",
    "Lyntegar Electric Coop, Inc": "Andrews, Borden, Dawson, Gaines, Garza, Hockley, Lubbock, Lynn, "
    "Martin, Terry, Yoakum",
    "Magic Valley Electric Coop Inc": "Brooks, Cameron, Hidalgo, Kenedy, Starr, Willacy",
    "Medina Electric Coop, Inc": "Atascosa, Brooks, Dimmit, Duval, Edwards, Frio, Jim Hogg, Kinney, La "
    "Salle, McMullen, Medina, Real, Starr, Uvalde, Webb, Zapata, Zavala",
    "Mid-South Electric Coop Assn": "Brazos, Grimes, Madison, Montgomery, Walker, Waller",
    "Navarro County Elec Coop, Inc": "Ellis, Freestone, Hill, Limestone, Navarro",
    "Navasota Valley Elec Coop, Inc": "Brazos, Falls, Freestone, Hill, Leon, Limestone, Madison, "
    "McLennan, Robertson",
    "North Plains Electric Coop Inc": "Hansford, Hemphill, Hutchinson, Lipscomb, Ochiltree, Roberts, Wheeler",
    "Panola-Harrison Elec Coop, Inc": "Harrison, Panola",
    "Pedernales Electric Coop, Inc": "Bell, Blanco, Burnet, Caldwell, Comal, Edwards, Gillespie, "
    "Guadalupe, Hays, Kendall, Kerr, Kimble, Kinney, Lampasas, Llano, Menard, Real, San Saba, Schleicher, "
    "Sutton, Travis, Val Verde, Williamson",
    "Rio Grande Electric Coop, Inc": "Brewster, Crockett, Culberson, Dimmit, Edwards, El Paso, Hudspeth, "
    "Jeff Davis, Kinney, Maverick, Pecos, Presidio, Reeves, Terrell, Uvalde, Val Verde, Webb, Zavala",
    "Rita Blanca Electric Coop, Inc": "Dallam, Hansford, Hartley, Hutchinson, Moore, Oldham, Potter, Sherman",
    "Rusk County Electric Coop, Inc": "Gregg, Nacogdoches, Panola, Rusk, Shelby",
    "Sam Houston Electric Coop Inc": "Angelina, Hardin, Jasper, Liberty, Montgomery, Polk, San Jacinto, "
    "Trinity, Tyler, Walker",
    "San Bernard Electric Coop, Inc": "Austin, Colorado, Grimes, Harris, Lavaca, Waller",
    "San Patricio Electric Coop Inc": "Aransas, Bee, Goliad, Jim Wells, Live Oak, McMullen, Nueces, "
    "Refugio, San Patricio",
    "South Plains Electric Coop Inc": "Childress, Cottle, Crosby, Dickens, Floyd, Foard, Garza, Hale, "
    "Hall, Hardeman, Hockley, Kent, King, Lamb, Lubbock, Lynn, Motley, Stonewall",
    "Southwest Arkansas E C C": "Bowie",
    "Southwest Rural Elec Assn Inc": "Archer, Baylor, Foard, Hardeman, Wichita, Wilbarger",
    "Southwest Texas Elec Coop, Inc": "Concho, Crockett, Edwards, Irion, Menard, Pecos, Reagan, "
    "Schleicher, Sutton, Tom Green, Upton, Val Verde",
    "Southwestern Electric Coop Inc - (NM)": "Dallam, Hartley",
    "Southwestern Electric Power Co": "Bowie, Camp, Cass, Childress, Collingsworth, Donley, Franklin, "
    "Gray, Gregg, Hall, Harrison, Hopkins, Marion, Morris, Panola, Rains, Red River, Rusk, Shelby, Smith, "
    "Titus, Upshur, Van Zandt, Wheeler, Wood",
    "Southwestern Public Service Co": "Andrews, Armstrong, Bailey, Borden, Briscoe, Carson, Castro, "
    "Cochran, Cottle, Crosby, Dallam, Dawson, Deaf Smith, Donley, Ector, Floyd, Foard, Gaines, Garza, "
    "Gray, Hale, Hansford, Hartley, Hemphill, Hockley, Hutchinson, Lamb, Lipscomb, Lubbock, Lynn, "
    "Midland, Moore, Motley, Ochiltree, Oldham, Parmer, Potter, Randall, Roberts, Sherman, Swisher, "
    "Terry, Wheeler, Wilbarger, Yoakum",
    "Swisher Electric Coop, Inc": "Armstrong, Briscoe, Castro, Hale, Randall, Swisher",
    "Taylor Electric Coop Inc - (TX)": "Callahan, Coke, Coleman, Eastland, Fisher, Jones, Mitchell, "
    "Nolan, Runnels, Shackelford, Taylor",
    "Tri-County Electric Coop, Inc (OK)": "Dallam, Hansford, Sherman",
    "Tri-County Electric Coop, Inc (TX)": "Archer, Baylor, Denton, Foard, Haskell, Hood, Jack, King, "
    "Knox, Palo Pinto, Parker, Stonewall, Tarrant, Throckmorton, Wilbarger, Wise",
    "Trinity Valley Elec Coop Inc": "Anderson, Dallas, Henderson, Hunt, Kaufman, Van Zandt",
    "United Electric Coop Service Inc - (TX)": "Bosque, Comanche, Coryell, Eastland, Ellis, Erath, "
    "Hamilton, Hood, Johnson, Palo Pinto, Somervell, Stephens, Tarrant, Young",
    "Upshur Rural Elec Coop Corp": "Camp, Cass, Gregg, Harrison, Marion, Morris, Rusk, Smith, Upshur, Wood",
    "Victoria Electric Coop, Inc": "Calhoun, DeWitt, Goliad, Jackson, Refugio, Victoria",
    "Weatherford Mun Utility System": "Parker",
    "Wharton County Elec Coop, Inc": "Colorado, Jackson, Matagorda, Wharton",
    "Wise Electric Coop Inc": "Clay, Cooke, Denton, Jack, Montague, Parker, Wise",
    "Wood County Electric Coop, Inc": "Camp, Franklin, Hopkins, Rains, Smith, Titus, Upshur, Van Zandt, Wood",
}
"""Utilities without choice, by their name at EIA; without city utilities that serve little more than their city."""

CITY_UTILITIES_SINCE_2014 = {
    "City of Bartlett - (TX)": "1287",
    "City of Brownfield - (TX)": "2404",
    "City of Hempstead - (TX)": "8435",
    "City of Robstown - (TX)": "16175",
    "City of San Augustine - (TX)": "16605",
    "City of Timpson - (TX)": "18933",
    "City of Waelder - (TX)": "19952",
}
"""City utilities of that table which table 6 of 2019 leaves out, with EIA's number."""

TPPA_MEMBERS = {"City of Bartlett - (TX)", "City of Brownfield - (TX)", "City of Hempstead - (TX)"}
"""Those of them that the Texas Public Power Association lists (tppa.com/members), as far as that was read."""


def counties_of(eia_name: str) -> frozenset[str]:
    """The counties where a utility without choice has lines; none where the table does not say."""
    return _counties(COUNTIES.get(eia_name, ""))


def counties_with_choice(slug: str) -> frozenset[str]:
    """The counties where a utility with choice has lines, with those that it took over from Sharyland."""
    counties = _counties(COUNTIES_WITH_CHOICE[slug])
    if slug == "oncor":
        counties |= _counties(COUNTIES_WITH_CHOICE["sharyland"]) - {"Hidalgo"}
    return counties


def _counties(text: str) -> frozenset[str]:
    return frozenset(text.split(", ")) if text else frozenset()
