using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Listing;

/// <summary>The fields of profiles by name: traits, declared or computed, <c>score.NAME</c>, and what every profile has.</summary>
/// <remarks><c>trait.NAME</c> is any trait, also one that the catalog does not declare, or that is called as something else here.</remarks>
public static class ProfileFields
{
    /// <summary>The most fields of a list.</summary>
    public const int Maximum = 50;

    /// <summary>What the name of a trait begins with where it is asked for as nothing but a trait.</summary>
    public const string TraitPrefix = "trait.";

    // A score is shown as people read it; the thousandth of a point says nothing.
    private const int ScoreDigits = 3;

    private static readonly Dictionary<string, Func<ProfileView, string?, AttributeValue>> Own = new(StringComparer.Ordinal)
    {
        ["segment"] = static (view, _) => ProfileField.Text(view.Segment),
        ["segments"] = static (view, _) => AttributeValue.Of([.. view.Memberships.Select(static membership => AttributeValue.Of(membership.Segment))]),
        ["since"] = static (view, segment) => ProfileField.Text(
            view.Memberships.Where(membership => membership.Segment == (segment ?? view.Segment))
                .Select(static membership => (Time.Instant?)membership.Since).FirstOrDefault()),
        ["firstSeen"] = static (view, _) => ProfileField.Text(view.FirstSeen),
        ["lastSeen"] = static (view, _) => ProfileField.Text(view.LastSeen),
        ["signals"] = static (view, _) => AttributeValue.Of(view.Signals),
        ["accuracy"] = static (view, _) => Inexact(view),
    };

    /// <summary>The field of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="catalog">The catalog of those who are listed: of people, or what accounts have of it.</param>
    /// <param name="field">The field.</param>
    /// <param name="fault">Where there is none of this name: what to ask for.</param>
    public static bool TryFind(string name, Catalog catalog, [NotNullWhen(true)] out ProfileField? field, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        field = Find(name, catalog);
        if (field is null)
        {
            fault = $"there is no field \"{name}\"{NearName.Hint(name, Names(catalog))}; "
                + $"name a trait, {IndexedField.ScorePrefix}NAME, or one of {string.Join(", ", Own.Keys)}; "
                + $"{TraitPrefix}NAME is a trait that the catalog does not declare";
        }

        return field is not null;
    }

    private static ProfileField? Find(string name, Catalog catalog)
    {
        if (Own.TryGetValue(name, out var own))
        {
            return new ProfileField(name, own, trait: null);
        }

        if (name.StartsWith(IndexedField.ScorePrefix, StringComparison.Ordinal)
            && name[IndexedField.ScorePrefix.Length..] is var score && catalog.Scores.Contains(score))
        {
            return new ProfileField(
                name, (view, _) => view.Scores.TryGetValue(score, out var points) ? AttributeValue.Of(Math.Round(points, ScoreDigits)) : default, trait: null);
        }

        var trait = name.StartsWith(TraitPrefix, StringComparison.Ordinal) && name.Length > TraitPrefix.Length ? name[TraitPrefix.Length..] : name;
        return trait.Length < name.Length || catalog.Document.Traits.ContainsKey(trait) || catalog.Document.ComputedTraits.ContainsKey(trait)
            ? new ProfileField(name, (view, _) => view.Traits.GetValueOrDefault(trait), trait)
            : null;
    }

    // Which computed traits are not exact: a list, for files that have no place for more beside a value.
    private static AttributeValue Inexact(ProfileView view)
    {
        var told = view.ComputedTraits.Keys.Order(StringComparer.Ordinal)
            .Select(trait => (Trait: trait, Accuracy: ProfileField.AccuracyOf(view, trait)))
            .Where(static one => one.Accuracy is not null)
            .Select(static one => AttributeValue.Of($"{one.Trait}: {one.Accuracy}"))
            .ToArray();
        return told.Length == 0 ? default : AttributeValue.Of(told);
    }

    private static IEnumerable<string> Names(Catalog catalog) =>
    [
        .. Own.Keys, .. catalog.Document.Traits.Keys, .. catalog.Document.ComputedTraits.Keys,
        .. catalog.Scores.Select(static score => IndexedField.ScorePrefix + score),
    ];
}
