namespace PersonaGrain.Cli.Mappings;

/// <summary>The rules of a mapping that pass over rows, with their columns found.</summary>
internal sealed class RowSkipping(IReadOnlyList<SkipRule> rules, TableColumns columns)
{
    private readonly (int Column, SkipRule Rule)[] _rules = [.. rules.Select(rule => (columns.Find(rule.Column), rule))];

    /// <summary>Whether a rule passes over a row.</summary>
    public bool Matches(ReadOnlySpan<string> fields)
    {
        foreach (var (column, rule) in _rules)
        {
            var field = column < fields.Length ? fields[column] : string.Empty;
            var hit = rule.Test switch
            {
                SkipTest.Empty => string.IsNullOrWhiteSpace(field),
                SkipTest.Is => field == rule.Operand,
                SkipTest.IsNot => field != rule.Operand,
                _ => field.StartsWith(rule.Operand, StringComparison.Ordinal),
            };
            if (hit)
            {
                return true;
            }
        }

        return false;
    }
}
