namespace PersonaGrain.Catalogs;

/// <summary>Estimates what a regular expression without backtracking costs. One pass, O(length); never throws.</summary>
/// <remarks>
/// The cost of a character grows with the states that are alive at once: with the length of the pattern, <c>{n}</c> written
/// out, and with how often it leaves open how to go on (<c>*</c>, <c>+</c>, <c>?</c>, ranges, choices under <c>{n}</c>).
/// </remarks>
internal static class PatternSize
{
    // Measured: one open quantifier before a long tail costs about as much as twenty times the tail alone.
    private const double OpenWeight = 20;

    /// <summary>Characters, written out, times one and the weight of every open place.</summary>
    internal static double Of(string pattern)
    {
        var outer = new Stack<Part>();
        var total = default(Part);
        var atom = default(Part);
        for (var index = 0; index < pattern.Length; index++)
        {
            switch (pattern[index])
            {
                case '(':
                    outer.Push(total);
                    (total, atom) = (default, default);
                    break;
                case ')' when outer.Count > 0:
                    (total, atom) = (outer.Pop() + total, total);
                    break;
                case '|':
                    total += new Part(1, 0, 1);
                    break;
                case '*' or '+' or '?':
                    total += new Part(1, 1, 0);
                    atom += new Part(1, 1, 0);
                    break;
                case '{':
                    var times = Times(pattern, ref index, out var isRange);
                    var repeated = new Part(atom.Size * times, ((atom.Open + atom.Choices) * times) + (isRange ? 1 : 0), 0);
                    total = new Part(total.Size - atom.Size + repeated.Size, total.Open - atom.Open + repeated.Open, total.Choices);
                    atom = repeated;
                    break;
                default:
                    index = EndOfAtom(pattern, index);
                    atom = new Part(1, 0, 0);
                    total += atom;
                    break;
            }
        }

        while (outer.Count > 0)
        {
            total += outer.Pop();
        }

        return total.Size * (1 + (OpenWeight * total.Open));
    }

    private static int EndOfAtom(string pattern, int index) => pattern[index] switch
    {
        '\\' => index + 1,
        '[' => EndOfClass(pattern, index),
        _ => index,
    };

    private static int EndOfClass(string pattern, int start)
    {
        for (var index = start + 1; index < pattern.Length; index++)
        {
            if (pattern[index] == '\\')
            {
                index++;
            }
            else if (pattern[index] == ']' && index > start + 1)
            {
                return index;
            }
        }

        return pattern.Length;
    }

    // The greatest number in {n}, {n,} or {n,m}; 1 where the brace is a plain character.
    private static double Times(string pattern, ref int index, out bool isRange)
    {
        isRange = false;
        var end = pattern.IndexOf('}', index);
        if (end < 0)
        {
            return 1;
        }

        double most = 1;
        foreach (var part in pattern.AsSpan(index + 1, end - index - 1).Split(','))
        {
            var digits = pattern.AsSpan(index + 1, end - index - 1)[part];
            if (digits.IsEmpty)
            {
                continue;
            }

            if (digits.ContainsAnyExceptInRange('0', '9') || !double.TryParse(digits, out var times))
            {
                return 1;
            }

            most = Math.Max(most, times);
        }

        isRange = pattern.AsSpan(index, end - index).Contains(',');
        index = end;
        return most;
    }

    private readonly record struct Part(double Size, double Open, double Choices)
    {
        public static Part operator +(Part a, Part b) => new(a.Size + b.Size, a.Open + b.Open, a.Choices + b.Choices);
    }
}
