"""Checks proofs and exports of a Daybook audit trail without Daybook: Python 3.8 or newer and nothing else.

    python3 verify-trail.py proof FILE.tlog-proof --key KEY [--event EVENT.json]
    python3 verify-trail.py export FILE.ndjson --checkpoint FILE --key KEY

KEY is the trail's public key, like example.com/daybook+1a2b3c4d+AZ...; take it, and the checkpoint for an export, from
a place that the owner of the trail cannot change. Says what it found, a sentence each, and ends with 0 (it holds),
1 (it does not) or 2 (it could not be checked). Fields that were erased, or are held back because of a secret, are stood
for by a commitment (evidence.erased); what evidence.redacted shows instead is proven by nothing. Written from RFC 8032
(Ed25519), 6962 (Merkle trees) and 8785 (JSON), C2SP signed-note, tlog-checkpoint and tlog-proof, and docs/ledger.md.
"""
import argparse, base64, decimal, hashlib, json, pathlib, re, sys

class Refused(Exception):
    """What was given does not hold. The message is a sentence for the reader."""

def demand(condition, sentence):
    if not condition:
        raise Refused(sentence)

def sha256(data):
    return hashlib.sha256(data).digest()

# Ed25519 (RFC 8032 section 5.1). Points of -x^2 + y^2 = 1 + d x^2 y^2 are (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def add(one, two):
    a, b = (one[1] - one[0]) * (two[1] - two[0]), (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * one[3] * two[3] * D, 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def multiply(point, factor):
    if factor == 0:
        return 0, 1, 1, 0
    even = multiply(add(point, point), factor // 2)
    return add(even, point) if factor % 2 else even

def decode_point(data):
    """The point given by y and, in the highest bit, the sign of x; None when there is no such point."""
    y, sign = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P  # times the root of -1
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = x if x % 2 == sign else P - x
    return x, y, 1, x * y % P

BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def is_signed(public_key, message, signature):
    """Whether R = S*B - k*A, the signature being R and S (RFC 8032 section 5.1.7)."""
    key, s = decode_point(public_key), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    r = add(multiply(BASE, s), multiply((-key[0], key[1], 1, -key[3]), k))
    x, y = (part * pow(r[2], -1, P) % P for part in r[:2])
    return (y | (x % 2) << 255).to_bytes(32, "little") == signature[:32]

# JSON in the one form in which it is hashed (RFC 8785).
def number(token):
    """The double that a number stands for. One that a double cannot carry is hashed as text: NUL and its digits."""
    value = float(token)
    exact = abs(value) != float("inf") and decimal.Decimal(token) == decimal.Decimal(repr(value))
    return value if exact else "\0" + token

def once(pairs):
    demand(len(dict(pairs)) == len(pairs), "A JSON object has a name twice.")
    return dict(pairs)

def read_json(data):
    try:
        return json.loads(data.decode(), object_pairs_hook=once, parse_int=number, parse_float=number,
                          parse_constant=number)
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise Refused(f"The event is not JSON in UTF-8: {problem}.")

def number_text(value):
    """As ECMAScript prints it (RFC 8785 section 3.2.2.3). Python finds the same digits but sets them differently."""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(digits) - len(fraction) + int(exponent or 0)  # the value is 0.digits * 10^point
    digits, sign = digits.rstrip("0"), "-" if value < 0 else ""
    if not digits:
        return "0"
    power = "" if -6 < point <= 21 else f"e{point - 1:+d}"
    digits, cut = (digits, 1) if power else (("0" * (1 - point) + digits).ljust(point, "0"), max(point, 1))
    return sign + digits[:cut] + ("." + digits[cut:] if digits[cut:] else "") + power

def canonical(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    # Python escapes text as the RFC wants; what remains is null, true and false.
    return number_text(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)

# The leaf of an event (docs/ledger.md).
BODY = "occurredAt action severity source actorType".split()
GROUPS = {
    "actor": "ipAddress userAgent userEmail userName".split(),
    "content": "after before description errorMessage errorStack metadata".split(),
    "reference": "apiKeyId correlationId entityId entityType institutionId method path release requestId "
                 "sourceEventId userId".split(),
}
SPACES = "[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+"  # what ECMAScript calls \s

def repeated(event, recorded):
    """The fields that only repeat others for the convenience of programs."""
    email, name = event.get("userEmail"), event.get("userName")
    first, *others = [word for word in re.split(SPACES, str(name or "")) if word] or [None]
    actor = {"email": email, "firstName": first, "lastName": " ".join(others) or None}
    return {"createdAt": recorded[:23] + "Z", "entityName": event.get("entityType"),
            "actorUserId": event.get("userId"), "actor": None if email is name is None else actor}

def leaf_of(event):
    """The data of the event's leaf, worked out from its fields, and the groups of fields that are not there."""
    demand(isinstance(event, dict) and isinstance(event.get("evidence"), dict), "This is no event with its evidence: give one line of an NDJSON export.")
    recorded, salt, erased = (event["evidence"].get(name) or {} for name in ("recordedAt", "salt", "erased"))
    demand(isinstance(erased, dict) and set(erased) <= set(GROUPS), "It names unknown fields as erased.")
    demand(re.fullmatch("[0-9a-f]{96}", str(salt)), "Its salt is not 48 bytes in hexadecimal.")
    body = {"v": 1.0, **{name: event.get(name) for name in BODY}}
    for at, (group, names) in enumerate(GROUPS.items()):
        own_salt = bytes.fromhex(salt)[16 * at:16 * at + 16]
        values = {name: event[name] for name in names if event.get(name) is not None}
        body[group] = sha256(own_salt + canonical(values).encode()).hex()
        if group in erased:
            body[group] = str(erased[group])
            demand(re.fullmatch("[0-9a-f]{64}", body[group]), f"The commitment to its {group} is not 32 bytes.")
            demand(set(map(canonical, values.values())) <= {'""'} and not any(own_salt), f"Its {group} was not erased.")
    hashed, copies = {"id", "seq", "evidence", *BODY, *sum(GROUPS.values(), [])}, repeated(event, str(recorded))
    for name, value in event.items():
        demand(name in hashed or name in copies, f"The field {name!r} is in no leaf: nothing proves it.")
        demand(name in hashed or value == copies[name], f"The field {name} contradicts the one that it repeats.")
    leaf = {"v": 1.0, "id": event.get("id"), "recordedAt": recorded, "bodyHash": sha256(canonical(body).encode()).hex()}
    return canonical(leaf).encode(), sorted(erased)

# The tree (RFC 6962 section 2.1).
def node(left, right):
    return sha256(b"\1" + left + right)

def root_of(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    half = 2 ** ((len(leaves) - 1).bit_length() - 1)  # the largest power of two that is smaller
    return node(root_of(leaves[:half]), root_of(leaves[half:]))

def root_from_path(leaf, index, size, path):
    """The root of the tree of `size` to which the path leads up from the leaf at `index`."""
    demand(bool(path) == (size > 1) and index < size, "The proof does not fit the size of the tree.")
    if size == 1:
        return leaf
    half = 2 ** ((size - 1).bit_length() - 1)
    if index < half:
        return node(root_from_path(leaf, index, half, path[:-1]), path[-1])
    return node(path[-1], root_from_path(leaf, index - half, size - half, path[:-1]))

# Signed notes and the two commands.
def unbase64(text, length, what):
    data = base64.b64decode(text) if re.fullmatch("([A-Za-z0-9+/=]{4})*", text) else b""
    demand(base64.b64encode(data).decode() == text and length in (None, len(data)), f"{what} is not proper base64.")
    return data

def read_key(text):
    name, key_id, data = (text.split("+", 2) + ["", ""])[:3]
    data = unbase64(data, 33, "The key")
    demand(data[0] == 1 and sha256(f"{name}\n".encode() + data)[:4].hex() == key_id, "The key was cut or mixed up.")
    return name, bytes.fromhex(key_id), data[1:]

def open_checkpoint(note, name, key_id, public_key):
    """The size and the root that a checkpoint states, once its signature was found right."""
    text, _, signatures = note.rpartition("\n\n")
    demand(re.fullmatch("(\u2014 \\S+ \\S+\n)+", signatures), "The checkpoint is cut, or a line of it is no signature.")
    found = [(who, unbase64(data, None, "A signature")) for who, data in re.findall(r" (\S+) (\S+)\n", signatures)]
    ours = [data[4:] for who, data in found if who == name and data[:4] == key_id]
    demand(ours, f"The checkpoint is not signed by {name} with the given key.")
    demand(all(is_signed(public_key, f"{text}\n".encode(), signature) for signature in ours),
           "The signature of the checkpoint is wrong: it was changed, or signed by somebody else.")
    origin, size, root, *_ = text.split("\n") + ["", ""]
    demand(origin == name and re.fullmatch("0|[1-9][0-9]{0,15}", size), f"The checkpoint is not one of the log {name}.")
    print(f"The checkpoint of {name} over {size} events has the right signature.")
    return int(size), unbase64(root, 32, "The root of the checkpoint")

def check_proof(path, key, event_path):
    head, _, note = pathlib.Path(path).read_bytes().decode().partition("\n\n")
    form = re.fullmatch("c2sp[.]org/tlog-proof@v1\n(?:extra (.*)\n)?index (0|[1-9][0-9]{0,15})((?:\n.+)*)", head)
    demand(form, "The file is no proof (c2sp.org/tlog-proof@v1).")
    index, data = int(form[2]), unbase64(form[1] or "", None, "The extra data of the proof")
    if event_path:
        event = read_json(pathlib.Path(event_path).read_bytes())
        own, erased = leaf_of(event)
        right = data in (b"", own) and canonical(event.get("seq")) == form[2]
        demand(right, "The event is not the one of the proof, or it was changed.")
        data = own
    size, root = open_checkpoint(note, *key)
    hashes = [unbase64(line, 32, "A hash of the proof") for line in form[3].split("\n")[1:]]
    demand(root_from_path(sha256(b"\0" + data), index, size, hashes) == root,
           "The leaf is not in the tree that was signed: it, its place or the proof was changed.")
    print(f"Leaf {index} of the tree is {data.decode()}.")
    if event_path:
        print("The event is what the leaf was made of." + "".join(f" Its {group} is not shown." for group in erased))

def check_export(path, key, checkpoint_path):
    size, root = open_checkpoint(pathlib.Path(checkpoint_path).read_bytes().decode(), *key)
    leaves, hidden, newer = {}, 0, 0
    for at, line in enumerate(open(path, "rb"), 1):
        try:
            event = read_json(line)
            place = canonical(event.get("seq")) if isinstance(event, dict) else ""
            if place == "null" or (place.isdecimal() and int(place) >= size):
                newer += 1
                continue
            demand(place.isdecimal() and place not in leaves, "Its place (seq) is no number, or it is taken.")
            data, erased = leaf_of(event)
            leaves[place], hidden = sha256(b"\0" + data), hidden + bool(erased)
        except (Refused, ValueError) as problem:
            raise Refused(f"Line {at} of the export: {problem}")
    for place in range(size):
        demand(str(place) in leaves, f"Event {place} is not in the export.")
    demand(root_of([leaves[str(place)] for place in range(size)]) == root,
           "The events do not lead to the root that was signed: at least one was changed.")
    print(f"The export has these {size} events, complete and unchanged. Not all fields are shown of {hidden}.")
    print(f"Nothing is proven about the {newer} newer events in it." if newer else "It has no newer events.")

def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for check, name, other, what in (
        (check_proof, "proof", "--event", "the event that is to be proven: its line of an NDJSON export"),
        (check_export, "export", "--checkpoint", "the signed checkpoint that the export has to add up to"),
    ):
        command = commands.add_parser(name)
        command.set_defaults(check=check)
        command.add_argument("file", help=f"the {name} as Daybook handed it out")
        command.add_argument("--key", required=True, help="the trail's public key, such as name+1a2b3c4d+AZ...")
        command.add_argument(other, dest="other", metavar="FILE", required=name == "export", help=what)
    given = parser.parse_args(arguments)
    try:
        given.check(given.file, read_key(given.key), given.other)
        return 0
    except (Refused, ValueError, OSError) as problem:
        print(f"NOT PROVEN. {problem}")
        return 2 if isinstance(problem, OSError) else 1

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
