namespace PersonaGrain.Catalogs;

/// <summary>Estimates how large a regular expression is when <c>{n}</c> is written out. One pass, O(length); never throws.</summary>
internal static class PatternSize
{
    internal static double Of(string pattern)
    {
        var outer = new Stack<double>();
        double total = 0;
        double atom = 0;
        for (var index = 0; index < pattern.Length; index++)
        {
            switch (pattern[index])
            {
                case '\\':
                    index++;
                    (total, atom) = (total + 1, 1);
                    break;
                case '[':
                    index = EndOfClass(pattern, index);
                    (total, atom) = (total + 1, 1);
                    break;
                case '(':
                    outer.Push(total);
                    (total, atom) = (0, 0);
                    break;
                case ')' when outer.Count > 0:
                    (total, atom) = (outer.Pop() + total, total);
                    break;
                case '{':
                    var times = Times(pattern, ref index);
                    total += atom * (times - 1);
                    atom *= times;
                    break;
                default:
                    (total, atom) = (total + 1, 1);
                    break;
            }
        }

        while (outer.Count > 0)
        {
            total += outer.Pop();
        }

        return total;
    }

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
    private static double Times(string pattern, ref int index)
    {
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

        index = end;
        return most;
    }
}
