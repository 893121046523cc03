namespace PersonaGrain.Catalogs.Reading;

/// <summary>What a condition depends on besides the profile: <c>segments.x</c> and <c>scores.x</c>.</summary>
internal static class ConditionReferences
{
    internal static IEnumerable<string> Of(ConditionDocument condition) => condition switch
    {
        ConditionDocument.All all => all.Parts.SelectMany(Of),
        ConditionDocument.Any any => any.Parts.SelectMany(Of),
        ConditionDocument.Not not => Of(not.Part),
        ConditionDocument.Score score => ["scores." + score.Name],
        ConditionDocument.Segment segment => ["segments." + segment.Name],
        _ => [],
    };
}
