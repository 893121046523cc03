using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Conditions.Segments;

/// <summary>Reads conditions about another segment: <c>{ "segment": …, "is": true }</c>.</summary>
internal static class SegmentConditionReader
{
    internal static ConditionDocument? Read(Fields fields, ConditionParser parser)
    {
        fields.Allow("a segment condition", "segment", "is");
        var name = ReferenceReader.Read(fields["segment"]!.Value, "segment", parser.Names.Segments.Contains, parser.Names.Segments);
        var holds = fields.Required("is", "write \"is\": true or \"is\": false")?.Truth("is");
        return name is null ? null : new ConditionDocument.Segment(name, holds ?? true);
    }
}
