using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Conditions.Logic;

/// <summary>Reads conditions made of conditions: <c>{ "all": [ … ] }</c>, <c>{ "any": [ … ] }</c>, <c>{ "not": { … } }</c>.</summary>
internal static class LogicalReader
{
    internal static ConditionDocument All(Fields fields, ConditionParser parser) => new ConditionDocument.All(Parts(fields, "all", parser));

    internal static ConditionDocument Any(Fields fields, ConditionParser parser) => new ConditionDocument.Any(Parts(fields, "any", parser));

    internal static ConditionDocument Not(Fields fields, ConditionParser parser)
    {
        fields.Allow("\"not\"", "not");
        return new ConditionDocument.Not(parser.ReadPart(fields["not"]!.Value));
    }

    private static List<ConditionDocument> Parts(Fields fields, string kind, ConditionParser parser)
    {
        fields.Allow($"\"{kind}\"", kind);
        return [.. fields[kind]!.Value.Items(kind).Select(parser.ReadPart)];
    }
}
