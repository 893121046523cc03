using System.Text.Json;

namespace PersonaGrain.Conditions.Explaining;

/// <summary>Says in one short sentence why a condition holds, or does not: of what it is made of only that which decides.</summary>
/// <remarks>
/// It is made of a finding alone, so that it says what the evaluation found, and knows no kind of condition: what a catalog writes is put into words as it
/// stands, such as <c>order_completed: 4 (count at least 3, within 365d)</c>.
/// </remarks>
internal static class ConditionSentence
{
    private const int MaximumParts = 4;
    private const int MaximumLength = 400;

    /// <summary>The sentence, at most some 400 characters.</summary>
    internal static string Of(ConditionFinding finding)
    {
        var sentence = Words(finding);
        return sentence.Length <= MaximumLength ? sentence : string.Concat(sentence.AsSpan(0, MaximumLength), "…");
    }

    private static string Words(ConditionFinding finding) => finding.Condition switch
    {
        "all" or "any" => Joined(finding),
        "not" => $"not {Words(finding.Parts[0])}",
        _ => Leaf(finding),
    };

    // Those parts are why that come out as the whole does.
    private static string Joined(ConditionFinding finding)
    {
        var deciding = finding.Parts.Where(part => part.Holds == finding.Holds).ToArray();
        if (deciding.Length == 0)
        {
            return finding.Condition == "all" ? "nothing is asked" : "nothing would do";
        }

        var words = string.Join(" and ", deciding.Take(MaximumParts).Select(Nested));
        return deciding.Length > MaximumParts ? $"{words} and {deciding.Length - MaximumParts} more" : words;
    }

    private static string Nested(ConditionFinding part) => part.Parts.Count > 1 && part.Condition is "all" or "any" ? $"({Words(part)})" : Words(part);

    private static string Leaf(ConditionFinding finding)
    {
        using var json = JsonDocument.Parse(finding.Condition);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.EnumerateObject().Any())
        {
            return finding.Condition;
        }

        var subject = json.RootElement.EnumerateObject().First();
        var name = subject.Value.ValueKind == JsonValueKind.String ? subject.Value.GetString() : $"{subject.Name} {CatalogWords.Of(subject.Value)}";
        if (subject.Name == "segment")
        {
            return $"{finding.Found} segment {name}";
        }

        var asked = string.Join(", ", json.RootElement.EnumerateObject().Skip(1).Select(static property => CatalogWords.Of(property)));
        return asked.Length == 0 ? $"{name}: {finding.Found}" : $"{name}: {finding.Found} ({asked})";
    }
}
