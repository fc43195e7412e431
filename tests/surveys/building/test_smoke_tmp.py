from tests.surveys.waves import open_wave
def test_smoke(world, client_as, post):
    post_ = post; b = client_as("kira")
    def see(path, code=200):
        r = b.get(path); assert r.status_code == code, (path, r.status_code, r.get_data(as_text=True)[-3000:]); return r.get_data(as_text=True)
    def send(path, code=303, **f):
        r = post_(b, path, **f); assert r.status_code == code, (path, r.status_code, r.get_data(as_text=True)[:6000]); return r
    see("/surveys/templates"); see("/surveys/new"); see("/surveys/templates/new")
    r = send("/surveys/templates", title="Моя анкета", submission_key="k1")
    edit = r.location.split("?")[0]
    see(edit)
    see(edit+"/items/new")
    from surveys.building.words import KINDS
    for k,*_ in KINDS:
        see(edit+f"/items/new?kind={k}")
        f = {"kind":k,"text":f"Вопрос {k}?"}
        if k in ("single","multiple","matrix","ranking"): f |= {"option-0-label":"Да","option-1-label":"Нет"}
        if k=="matrix": f |= {"row-0-label":"Один","row-more":"Два\nТри"}
        send(edit+"/items", **f)
    html = see(edit)
    for c in ("Q1","Q10","S1","N1","Q5"):
        see(edit+f"/items/{c}"); see(edit+f"/items/{c}/condition"); see(edit+f"/items/{c}/condition?question=Q1")
    send(edit+"/items/Q3/condition", intent="add", question="Q1", operator="equals", value="o1")
    for p in ("settings","blocks","bank","bank?q=встреча","preview","preview?width=wide","publication","discard"): see(edit+"/"+p)
    send(edit+"/preview", 200, Q1="o1")
    send(edit+"/items/Q3/place", intent="up"); send(edit+"/items/Q3/place", intent="double")
    see(edit)
