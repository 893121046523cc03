namespace PersonaGrain.Documents;

/// <summary>Finds the name that an author probably meant. O(candidates · length²) at worst, cut short for unlike names.</summary>
public static class NearName
{
    /// <summary><c>; did you mean "x"?</c> for the nearest candidate within a third of the name's length, else empty.</summary>
    public static string Hint(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > DocumentLimits.NameLength)
        {
            return string.Empty;
        }

        var folded = Fold(name);
        string? best = null;
        var limit = Math.Clamp(name.Length / 3, 1, 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(folded, Fold(candidate), limit);
            if (distance < limit)
            {
                limit = distance;
                best = candidate;
            }
        }

        return best is null ? string.Empty : $"; did you mean \"{best}\"?";
    }

    // Case and the choice of separator are the commonest slips, so they cost nothing.
    private static string Fold(string name) =>
        name.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant();

    // Edits (insert, delete, replace, swap of neighbours) from a to b; limit or more once it can not be less.
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit)
        {
            return limit;
        }

        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var column = 0; column <= b.Length; column++)
        {
            last[column] = column;
        }

        for (var line = 1; line <= a.Length; line++)
        {
            row[0] = line;
            var least = line;
            for (var column = 1; column <= b.Length; column++)
            {
                var same = a[line - 1] == b[column - 1];
                var cost = Math.Min(Math.Min(row[column - 1], last[column]) + 1, last[column - 1] + (same ? 0 : 1));
                if (line > 1 && column > 1 && a[line - 1] == b[column - 2] && a[line - 2] == b[column - 1])
                {
                    cost = Math.Min(cost, before[column - 2] + 1);
                }

                row[column] = cost;
                least = Math.Min(least, cost);
            }

            if (least >= limit)
            {
                return limit;
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
