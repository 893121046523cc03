using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads what is expected of the signals of a type as they come in.</summary>
internal static class QualityReader
{
    private static readonly Dictionary<string, double> Nothing = [];

    /// <summary>Reads it.</summary>
    /// <param name="node">The object.</param>
    /// <param name="attributes">The attributes that the type declares.</param>
    /// <param name="value">The attribute that holds the signal's value; null for none.</param>
    internal static QualityDocument Read(Node node, IReadOnlyDictionary<string, ValueType> attributes, string? value)
    {
        var fields = Fields.Of(node, "a signal's quality", "completeness", "late", "volume").WithoutNulls();
        return new QualityDocument(
            fields["completeness"] is { } shares ? Completeness(shares, [.. attributes.Keys, .. value is null ? [] : new[] { value }, MeasureDocument.ByValue]) : Nothing,
            fields["late"]?.Duration(),
            fields["volume"]?.Truth("whether the number of signals of an hour is watched") ?? false);
    }

    private static Dictionary<string, double> Completeness(Node node, string[] names)
    {
        var shares = new Dictionary<string, double>();
        foreach (var (name, share) in Fields.Of(node, "completeness").All)
        {
            var attribute = NameRule.Field(name, share);
            if (!names.Contains(attribute, StringComparer.Ordinal))
            {
                share.Fault($"the signal declares no attribute \"{attribute}\"{(node.Faults.SuggestsNames ? NearName.Hint(attribute, names) : string.Empty)}; declare it under \"attributes\", or write \"{MeasureDocument.ByValue}\" for the signal's value");
            }

            shares[attribute] = Share(share);
        }

        return shares;
    }

    private static double Share(Node node)
    {
        var share = node.Number("the least share of signals that have it", 0, 1) ?? 1;
        if (share == 0)
        {
            node.Fault("a share of 0 is always met; write one above it, such as 0.95, or leave the attribute out");
        }

        return share;
    }
}
