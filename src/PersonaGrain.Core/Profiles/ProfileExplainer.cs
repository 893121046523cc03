using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Writing;
using PersonaGrain.Conditions;
using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Profiles.Computed.Purchases;
using PersonaGrain.Scoring;

namespace PersonaGrain.Profiles;

/// <summary>Says why a profile is as it is, as of one instant. For people: it allocates as it likes.</summary>
internal sealed class ProfileExplainer(Catalog catalog, EvaluationContext context)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The explanation.</summary>
    /// <param name="view">The profile.</param>
    /// <param name="scores">Its scores, taken apart.</param>
    /// <param name="segment">The segment whose membership to explain; null for all.</param>
    internal ProfileExplanation Explain(ProfileView view, IReadOnlyList<ScoreExplanation> scores, string? segment)
    {
        var explanation = new ConditionExplanation(catalog, context);
        return new ProfileExplanation(
            view,
            segment is null ? [.. scores.Select(score => Explain(score, explanation))] : scores,
            [.. view.Memberships.Where(membership => segment is null || membership.Segment == segment)
                .Select(membership => new MembershipExplanation(membership, explanation.Explain(catalog.Document.Segments[membership.Segment].When)))])
        {
            ComputedTraits = segment is null ? [.. catalog.Document.ComputedTraits.Select(trait => Explain(trait.Key, trait.Value))] : [],
        };
    }

    private ScoreExplanation Explain(ScoreExplanation score, ConditionExplanation explanation)
    {
        var additions = catalog.Document.Scores[score.Score].Context;
        return score with
        {
            Context = [.. score.Context.Select(term => term with { Why = explanation.Explain(additions[term.Index].When).ToSentence() })],
        };
    }

    private ComputedTraitExplanation Explain(string name, ComputedTraitDocument document)
    {
        var trait = catalog.Model.ComputedTraits[name];
        var computed = trait.Evaluate(context);
        return new ComputedTraitExplanation(name, computed.Value, computed.Accuracy, computed.Error, Words(document))
        {
            Interval = (trait as PurchaseTrait)?.IntervalOf(context),
        };
    }

    private static string Words(ComputedTraitDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            ComputedTraitWriter.Write(writer, document with { IsIndexed = false });
            writer.WriteEndObject();
        }

        using var json = JsonDocument.Parse(buffer.WrittenMemory);
        return CatalogWords.Of(json.RootElement);
    }
}
