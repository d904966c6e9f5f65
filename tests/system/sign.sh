#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Signed schedules on the command line: keys of our own and certificates of an outside authority made
# by the openssl program, RSA and SM2; what every tool refuses once trust is configured; and the way
# back to an earlier serial, on a ledger that outlives each command.
# usage: sign.sh FEEGUARD TOWN.XML
set -eu
feeguard=$1
town=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
umask 077

fail() {
    echo "sign.sh: $*" >&2
    exit 1
}

# Each command with the exit status it must have.
expect() {
    wanted=$1
    shift
    status=0
    "$@" >out 2>err || status=$?
    [ "$status" -eq "$wanted" ] || {
        cat out err >&2
        fail "exit status $status, not $wanted: $*"
    }
}

# What the last command said.
said() {
    grep -q -e "$1" out err || {
        cat out err >&2
        fail "not said: $1"
    }
}

schedule() { # serial, file
    sed "s/serial=\"[0-9]*\"/serial=\"$1\"/" "$town" >"$2"
}

sign() { # file, role, who, more
    file=$1 role=$2 who=$3
    shift 3
    expect 0 "$feeguard" schedule sign "$file" --role "$role" --key "$who.key.pem" \
        --certificate "$who.cert.pem" "$@"
}

fingerprint() {
    openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f
}

trust_of() { # directory, drafter, approver
    printf 'signer drafter sha256:%s\nsigner approver sha256:%s\n' \
        "$(fingerprint "$2.cert.pem")" "$(fingerprint "$3.cert.pem")" >"$1/trust.conf"
}

# ---- an outside authority, as any bureau may have it ----
outside() { # name, algorithm of openssl req, digest, more options for signatures
    name=$1 digest=$2 sigopt=$3
    shift 3
    cat >ext.cnf <<'CNF'
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[authority]
database = index.txt
crlnumber = crlnumber
default_md = sha256
default_crl_days = 30
CNF
    openssl genpkey "$@" -out "$name-ca.key.pem" 2>/dev/null
    openssl req -new -x509 -config ext.cnf -extensions ca -key "$name-ca.key.pem" "-$digest" \
        $sigopt -utf8 -subj "/O=样例/CN=$name 根" -days 3650 -out "$name-ca.cert.pem"
    vfyopt=$(echo "$sigopt" | sed 's/sigopt/vfyopt/')
    for who in drafter approver; do
        openssl genpkey "$@" -out "$name-$who.key.pem" 2>/dev/null
        openssl req -new -config ext.cnf -key "$name-$who.key.pem" "-$digest" $sigopt -utf8 \
            -subj "/O=样例/CN=$name $who" -out req.pem
        openssl x509 -req -in req.pem -CA "$name-ca.cert.pem" -CAkey "$name-ca.key.pem" \
            -CAcreateserial "-$digest" $sigopt $vfyopt -days 365 -extfile ext.cnf \
            -extensions signer -out "$name-$who.cert.pem" 2>/dev/null
    done
    : >index.txt
    echo 01 >crlnumber
    rm -rf "trust-$name"
    mkdir "trust-$name"
    cp "$name-ca.cert.pem" "trust-$name/anchors.pem"
    trust_of "trust-$name" "$name-drafter" "$name-approver"
}

crl() { # name, digest, sigopt
    openssl ca -config ext.cnf -name authority -gencrl -md "$2" $3 -keyfile "$1-ca.key.pem" \
        -cert "$1-ca.cert.pem" -out "trust-$1/$1.crl" 2>/dev/null
}

whole_life() { # name, digest, sigopt
    name=$1
    mkdir "$name"
    schedule 5 "$name/town.xml"
    expect 1 "$feeguard" schedule verify "$name" --trust "trust-$name"
    said signature-missing
    sign "$name/town.xml" drafter "$name-drafter"
    expect 1 "$feeguard" schedule verify "$name" --trust "trust-$name"
    said role-missing
    expect 2 "$feeguard" schedule sign "$name/town.xml" --role approver \
        --key "$name-drafter.key.pem" --certificate "$name-approver.cert.pem"
    sign "$name/town.xml" approver "$name-approver"
    expect 0 "$feeguard" schedule verify "$name" --trust "trust-$name" --language en
    said "$name drafter  signed 2"
    expect 0 "$feeguard" schedule lint "$name" --trust "trust-$name"
    crl "$1" "$2" "$3"
    expect 0 "$feeguard" schedule lint "$name" --trust "trust-$name"
    # The approver's key is lost: whatever it signed is worth nothing.
    openssl ca -config ext.cnf -name authority -valid "$name-approver.cert.pem" -keyfile "$name-ca.key.pem" \
        -cert "$name-ca.cert.pem" 2>/dev/null
    openssl ca -config ext.cnf -name authority -revoke "$name-approver.cert.pem" -crl_reason keyCompromise \
        -keyfile "$name-ca.key.pem" -cert "$name-ca.cert.pem" 2>/dev/null
    crl "$1" "$2" "$3"
    expect 1 "$feeguard" schedule lint "$name" --trust "trust-$name"
    said certificate-revoked
}

outside rsa sha256 "" -algorithm RSA -pkeyopt rsa_keygen_bits:2048
whole_life rsa sha256 ""
sm2="-sigopt distid:1234567812345678"
outside sm2 sm3 "$sm2" -algorithm SM2
whole_life sm2 sm3 "$sm2"
expect 1 "$feeguard" schedule verify sm2 --trust trust-rsa
said chain-foreign

# A key in the older form, and one that is encrypted.
openssl ec -in sm2-drafter.key.pem -out old.key.pem 2>/dev/null ||
    openssl pkey -in sm2-drafter.key.pem -traditional -out old.key.pem
cp sm2-drafter.cert.pem old.cert.pem
schedule 6 old.xml
sign old.xml drafter old
echo secret >passphrase
openssl pkcs8 -topk8 -in rsa-drafter.key.pem -out locked.key.pem -passout file:passphrase
cp rsa-drafter.cert.pem locked.cert.pem
expect 2 "$feeguard" schedule sign old.xml --role approver --key locked.key.pem \
    --certificate locked.cert.pem
said passphrase
sign old.xml approver locked --passphrase passphrase --pss

# ---- keys of our own, for a bureau without an authority ----
expect 0 "$feeguard" schedule keygen root --name 样例根 --organization 样例市财政局
expect 0 "$feeguard" schedule keygen zhang --name 张三 --ca root.cert.pem --ca-key root.key.pem
expect 0 "$feeguard" schedule keygen li --name 李四 --ca root.cert.pem --ca-key root.key.pem \
    --algorithm p256
[ "$(stat -c %a zhang.key.pem)" = 600 ] || fail "zhang.key.pem is open to others"
expect 2 "$feeguard" schedule keygen zhang --name 张三
expect 2 "$feeguard" schedule keygen wang --name 王五 --ca zhang.cert.pem --ca-key zhang.key.pem
expect 2 "$feeguard" schedule keygen wang --name 王五 --ca root.cert.pem --ca-key zhang.key.pem
openssl verify -vfyopt distid:1234567812345678 -CAfile root.cert.pem zhang.cert.pem >/dev/null ||
    fail "openssl does not take our certificate"
mkdir trust data
cp root.cert.pem trust/anchors.pem
trust_of trust zhang li

# ---- every tool refuses what is not signed ----
schedule 5 5.xml
schedule 6 6.xml
schedule 7 7.tmp
sed 's/80\.00/8000.00/' 7.tmp >7.xml # a slip that nobody saw
cp 5.xml data/town-5.xml
printf 'txn,time,unit,item,payer,amount,expect\n' >data/tests.csv
cat >log.csv <<'LOG'
txn,time,event,unit,item,payer,amount
T1,2026-03-01T10:00:00+08:00,charge,OFFICE,REG,P,80.00
LOG
expect 0 "$feeguard" ledger init ledger.db
for tool in "schedule lint data" "schedule test data" "schedule diff data data" \
    "schedule publish data --html notice.html" "schedule export --csv data/town-5.xml" \
    "health --schedules data" "replay --schedules data log.csv" \
    "check --schedules data unit=U item=REG payer=P amount=1" "bench --schedules data log.csv" \
    "replay --schedules data --against data log.csv" "ledger prune ledger.db --schedules data" \
    "audit replay ledger.db --schedules data"; do
    "$feeguard" $tool --trust trust >out 2>err && fail "unsigned, and taken: $tool"
    said signature-missing
done
sign data/town-5.xml drafter zhang
sign data/town-5.xml approver li
expect 0 "$feeguard" schedule lint data --trust trust
expect 0 "$feeguard" replay --quiet --schedules data --trust trust log.csv
expect 0 "$feeguard" health --schedules data --trust trust --language en
said "(drafter)"
expect 0 "$feeguard" schedule diff data data --trust trust
expect 0 "$feeguard" schedule publish data --trust trust --html notice.html
expect 0 "$feeguard" schedule export --csv data/town-5.xml --trust trust
expect 1 "$feeguard" schedule lint data --trust nowhere
said trust-unreadable
# An empty name, as of a variable that was not set, is no leave to take anything.
for tool in "schedule lint data" "schedule test data" "schedule diff data data" \
    "schedule publish data --html notice.html" "schedule export --csv data/town-5.xml" \
    "health --schedules data" "replay --schedules data log.csv" \
    "check --schedules data unit=U item=REG payer=P amount=1" "bench --schedules data log.csv" \
    "ledger prune ledger.db --schedules data" "audit replay ledger.db --schedules data"; do
    "$feeguard" $tool --trust "" >out 2>err && fail "no trust, and taken: $tool"
    said "empty name"
done

# ---- one serial after another, and the way back ----
ledger=sqlite:$work/ledger.db
gateway() { # status wanted: 0 or 1 decided, 2 refused
    expect "$1" "$feeguard" check --schedules data --trust trust --ledger "$ledger" --language en \
        unit=210102001 item=NONE payer=P amount=1
}
gateway 1
publish() { # serial, predecessor
    cp "$1.xml" "data/town-$1.xml"
    sign "data/town-$1.xml" drafter zhang --predecessor "data/town-$2.xml"
    sign "data/town-$1.xml" approver li
}
publish 6 5
gateway 1
cp 7.xml data/town-7.xml
sign data/town-7.xml drafter zhang --predecessor data/town-5.xml
sign data/town-7.xml approver li
gateway 2
said predecessor-other
rm data/town-7.xml.sig
publish 7 6
gateway 1
mkdir withdrawn
mv data/town-7.xml data/town-7.xml.sig withdrawn
gateway 2
said rollback-missing

expect 0 "$feeguard" schedule order data/town-6.xml --from 7 --reason 第7版误将标准写大一百倍
order=$(echo data/*.order)
gateway 2
said signature-missing
sign "$order" drafter zhang
gateway 2
said role-missing
sign "$order" approver li
expect 0 "$feeguard" schedule verify data --trust trust
gateway 1
said "goes back from serial 7 to 6"
gateway 1
grep -q "goes back" err && fail "the order was carried out twice"
# What was withdrawn never comes back, with the order or without it.
cp withdrawn/* data
gateway 2
said withdrawn
mv "$order" "$order.sig" .
gateway 2
said withdrawn
rm data/town-7.xml*
gateway 1
# The next version follows the one that stands; afterwards the order is worth nothing.
sed 's/serial="6"/serial="8"/' 6.xml >8.xml
publish 8 6
gateway 1
cp "$(basename "$order")" "$(basename "$order").sig" data
gateway 1
rm data/town-8.xml*
gateway 2
said rollback-missing

# ---- a ledger remembers that documents were to be signed ----
publish 8 6
gateway 1
asked="$feeguard check --schedules data --ledger $ledger --language en unit=210102001 item=NONE payer=P"
cp trust/trust.conf held.conf
# A trust directory beside the ledger counts where none is named.
for tool in "check --schedules data --ledger $ledger unit=U item=REG payer=P amount=1" \
    "replay --schedules data --ledger $ledger log.csv" "ledger prune ledger.db --schedules data" \
    "audit replay ledger.db --schedules data" "bench --schedules data --ledger $ledger log.csv"; do
    echo "require witness 1" >>trust/trust.conf
    "$feeguard" $tool >out 2>err && fail "the trust beside the ledger is not looked at: $tool"
    said policy-unbound
    cp held.conf trust/trust.conf
done
expect 1 $asked amount=1
expect 0 "$feeguard" ledger prune ledger.db --schedules data
# And when it is gone, nothing goes.
mv trust gone
expect 2 $asked amount=1
said trust-required
said "unsigned documents need another ledger"
expect 1 "$feeguard" replay --schedules data --ledger "$ledger" log.csv
said trust-required
expect 2 "$feeguard" bench --schedules data --ledger "$ledger" log.csv
said trust-required
expect 2 "$feeguard" ledger prune ledger.db --schedules data
said trust-required
expect 2 "$feeguard" audit replay ledger.db --schedules data
said trust-required
sqlite3 ledger.db "VACUUM INTO 'copy.db'"
expect 2 "$feeguard" audit replay copy.db --schedules data --language en
said "copy.db: error: only signed documents are accepted on this ledger"
expect 1 "$feeguard" audit replay ledger.db --schedules data --trust gone # some serials are gone
said 重新判定
expect 0 "$feeguard" ledger prune ledger.db --schedules data --trust gone
expect 0 "$feeguard" ledger stats ledger.db
said "只接受经签署的文件，自 20"
expect 0 "$feeguard" ledger stats ledger.db --json
said '"signed_since":"20'
expect 0 "$feeguard" ledger check ledger.db
mv gone trust
gateway 1
