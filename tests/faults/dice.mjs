// Chance that can be repeated: each part of the test has a stream of its own, so that one more call here changes
// nothing there. What is drawn is repeatable; when it is drawn depends on the program under test.

/** A stream of numbers from a seed and a name (xorshift32 over an FNV hash). */
export class Dice {
    constructor(seed, name = '') {
        let state = 2166136261 ^ seed;
        for (const byte of Buffer.from(name)) state = Math.imul(state ^ byte, 16777619);
        this.state = state >>> 0 || 1;
        for (let i = 0; i < 8; ++i) this.next();
    }

    /** In [0, 1). */
    next() {
        let x = this.state;
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        this.state = x >>> 0;
        return this.state / 2 ** 32;
    }

    between(low, high) {
        return low + this.next() * (high - low);
    }

    whole(low, high) {
        return Math.floor(this.between(low, high + 1));
    }

    chance(probability) {
        return this.next() < probability;
    }

    one(list) {
        return list[Math.floor(this.next() * list.length)];
    }

    /** One of the rows, each as likely as its `weight`. */
    weighted(rows) {
        let left = this.next() * rows.reduce((sum, row) => sum + row.weight, 0);
        for (const row of rows) if ((left -= row.weight) < 0) return row;
        return rows.at(-1);
    }
}
