using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads a segment.</summary>
internal static class SegmentReader
{
    internal static SegmentDocument Read(string name, Node node, CatalogNames names)
    {
        var fields = Fields.Of(node, $"the segment {name}", "when", "priority", "score", "description", "personality", "persuasion").WithoutNulls();
        var when = fields.Required("when", "write the condition of membership") is { } condition
            ? new ConditionParser(names).Read(condition)
            : new ConditionDocument.All([]);
        var score = fields["score"] is { } found ? ReferenceReader.Read(found, "score", names.Scores.Contains, names.Scores) : null;
        var priority = fields["priority"]?.Number("priority", -CatalogLimits.Weight, CatalogLimits.Weight, whole: true) ?? 0;
        return new SegmentDocument(when, (int)priority, score, fields["description"]?.Text("description")) { Approach = ApproachReader.Read(fields) };
    }
}
