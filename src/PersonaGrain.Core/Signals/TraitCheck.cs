using System.Buffers;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Signals;

/// <summary>Checks trait changes against what the catalog declares.</summary>
internal static class TraitCheck
{
    /// <summary>The most trait changes on one signal.</summary>
    private const int MaximumCount = 255;

    private static readonly SearchValues<char> NotInEmail = SearchValues.Create(" \t\r\n<>");

    /// <summary>The first fault, or null.</summary>
    internal static SignalFault? Check(IReadOnlyList<TraitChange> changes, IReadOnlyDictionary<string, TraitDocument> declared)
    {
        if (changes.Count > MaximumCount)
        {
            return new SignalFault("too_many_traits", "traits", $"{changes.Count} traits; at most {MaximumCount} are taken");
        }

        for (var index = 0; index < changes.Count; index++)
        {
            var change = changes[index];
            var field = "traits." + AttributeCheck.Shorten(change.Name);
            var fault = AttributeCheck.CheckName(change.Name, field) ?? AttributeCheck.CheckSize(change.Value, field) ?? CheckOperand(change, field);
            if (fault is null && declared.TryGetValue(change.Name, out var trait))
            {
                fault = CheckDeclared(change, trait, field);
            }

            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static SignalFault? CheckOperand(in TraitChange change, string field) =>
        change.Operation == TraitOperation.Increment && !change.Value.IsNumber
            ? new SignalFault("wrong_trait_type", field, $"an increment is a number, but holds {AttributeCheck.Describe(change.Value)}")
            : null;

    private static SignalFault? CheckDeclared(in TraitChange change, TraitDocument trait, string field)
    {
        if (change.Removes || change.Value.Kind == AttributeKind.None)
        {
            return null;
        }

        if (!AttributeCheck.Fits(change.Value, trait.Type))
        {
            return new SignalFault("wrong_trait_type", field, $"declared as {AttributeCheck.Name(trait.Type)}, but holds {AttributeCheck.Describe(change.Value)}");
        }

        // The bounds are those of the trait, not of a step towards it.
        var isStep = change.Operation == TraitOperation.Increment;
        if (!isStep && change.Value.IsNumber && (change.Value.Number < trait.Minimum || change.Value.Number > trait.Maximum))
        {
            return new SignalFault("trait_out_of_range", field, $"taken from {trait.Minimum?.ToString("R") ?? "any"} to {trait.Maximum?.ToString("R") ?? "any"}");
        }

        return trait.Format is null || HasFormat(change.Value.Text, trait.Format)
            ? null
            : new SignalFault("wrong_trait_format", field, $"declared as {trait.Format}, but does not look like one");
    }

    private static bool HasFormat(string text, string format) => format switch
    {
        "email" => IsEmail(text),
        "url" => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps),
        _ => true,
    };

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= 254 && !text.AsSpan().ContainsAny(NotInEmail);
    }
}
