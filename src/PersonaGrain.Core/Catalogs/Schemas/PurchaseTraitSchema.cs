using PersonaGrain.Documents;
using PersonaGrain.Predictions;

namespace PersonaGrain.Catalogs.Schemas;

/// <summary>Traits of purchases, as parts of the schema of catalogs.</summary>
internal static class PurchaseTraitSchema
{
    internal static string Definitions => $$"""
        "purchaseTrait": { "anyOf": [
          {{string.Join(",\n", PurchaseComputationRules.Names.Select(Form))}} ] }
        """;

    private static string Form(string name)
    {
        var computation = PurchaseComputationRules.Parse(name);
        var own = string.Concat(Own(computation).Select(static property => $", {property}"));
        string[] required = [SchemaText.Quote(name), .. computation.LooksAhead() ? [SchemaText.Quote("ahead")] : Array.Empty<string>()];
        return $$"""
            { "type": "object", "required": [{{string.Join(", ", required)}}], "additionalProperties": false, "properties": {
              {{SchemaText.Quote(name)}}: { "$ref": "#/definitions/word", "description": "The signal or measure whose signals are purchases" },
              "where": { "$ref": "#/definitions/where" }, "indexed": { "$ref": "#/definitions/indexed" }{{own}} } }
            """;
    }

    private static IEnumerable<string> Own(PurchaseComputation computation)
    {
        if (computation.UsesModel())
        {
            yield return $$""" "model": { "enum": [{{string.Join(", ", PurchaseModelName.All.Select(SchemaText.Quote))}}], "description": "Default {{PurchaseModelName.All[0]}}" } """;
        }

        if (computation.LooksAhead())
        {
            yield return """ "ahead": { "$ref": "#/definitions/duration", "description": "How far it looks ahead, at most ten years" } """;
        }

        if (computation == PurchaseComputation.LifetimeValue)
        {
            yield return """ "discount": { "type": "number", "minimum": 0, "maximum": 1, "description": "By which part what comes a year later is worth less; default 0.1" } """;
        }

        if (computation.TakesMonetary())
        {
            yield return """ "monetary": { "enum": ["sum", "mean"], "description": "Whether what purchases were worth is summed or averaged; default sum" } """;
        }
    }
}
