using System.Text.Json;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Predictions;

namespace PersonaGrain.Catalogs.Writing;

/// <summary>Writes the properties of a computed trait.</summary>
internal static class ComputedTraitWriter
{
    internal static void Write(Utf8JsonWriter json, ComputedTraitDocument trait)
    {
        if (trait is ComputedTraitDocument.Ratio ratio)
        {
            json.WriteStartArray(ComputationName.Ratio);
            json.WriteStringValue(ratio.Dividend);
            json.WriteStringValue(ratio.Divisor);
            json.WriteEndArray();
        }
        else if (trait is ComputedTraitDocument.OfSignals signals)
        {
            Write(json, signals);
        }
        else if (trait is ComputedTraitDocument.OfMembers members)
        {
            Write(json, members);
        }

        else if (trait is ComputedTraitDocument.OfPurchases purchases)
        {
            Write(json, purchases);
        }

        DocumentWriter.Indexed(json, trait.IsIndexed);
    }

    private static void Write(Utf8JsonWriter json, ComputedTraitDocument.OfPurchases trait)
    {
        json.WriteString(trait.Computation.ToName(), trait.Source.Name);
        TestWriter.Where(json, trait.Source.Where);
        if (trait.Computation.UsesModel())
        {
            json.WriteString("model", PurchaseModelName.Of(trait.Model));
        }

        if (trait.Computation.LooksAhead())
        {
            DocumentWriter.Optional(json, "ahead", trait.Ahead);
        }

        if (trait.Computation == PurchaseComputation.LifetimeValue)
        {
            json.WriteNumber("discount", trait.Discount);
        }

        if (trait.Computation.TakesMonetary())
        {
            json.WriteString("monetary", Choice<MonetaryValue>.Of(trait.Monetary));
        }
    }

    private static void Write(Utf8JsonWriter json, ComputedTraitDocument.OfMembers trait)
    {
        json.WriteString(MemberTraitReader.Word, Choice<MemberComputation>.Of(trait.Computation));
        DocumentWriter.Optional(json, "trait", trait.Trait);
        DocumentWriter.Optional(json, "segment", trait.Filter.Segment);
        DocumentWriter.Optional(json, "role", trait.Filter.Role);
        DocumentWriter.Optional(json, "activeWithin", trait.Filter.ActiveWithin);
    }

    private static void Write(Utf8JsonWriter json, ComputedTraitDocument.OfSignals trait)
    {
        json.WriteString(ComputationName.Of(trait.Computation), trait.Attribute ?? trait.Source.Name);
        DocumentWriter.Optional(json, "of", trait.Attribute is null ? null : trait.Source.Name);
        TestWriter.Where(json, trait.Source.Where);
        if (trait.Computation == TraitComputation.Streak)
        {
            json.WriteString("every", Choice<CalendarUnit>.Of(trait.Every));
        }

        if (trait.Computation == TraitComputation.Percentile)
        {
            json.WriteNumber("rank", trait.Rank);
        }

        if (trait.Computation.UsesSessions())
        {
            DocumentWriter.Optional(json, "gap", trait.Gap);
        }

        DocumentWriter.Optional(json, "zone", trait.Zone);
        DocumentWriter.Optional(json, "within", trait.Within);
        if (trait.Within is not null || trait.Computation.KeepsWithoutWindow())
        {
            json.WriteNumber("keep", trait.Keep);
        }
    }
}
