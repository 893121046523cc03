using System.Diagnostics.CodeAnalysis;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads whom a row is about: the identity in the column of the profile, and those in further columns.</summary>
/// <param name="mapping">The mapping.</param>
/// <param name="columns">The table's columns.</param>
/// <param name="kinds">The kinds of identities that are known.</param>
internal sealed class RowIdentities(MappingDocument mapping, TableColumns columns, IdentityKinds kinds)
{
    private readonly int _profile = columns.Find(mapping.Profile.Column);

    private readonly (int Column, string? Kind)[] _others = [.. mapping.Identities.Select(other => (columns.Find(other.Column), other.Kind))];

    private readonly BlockedIds _blocked = mapping.BlockedIdsAdded.Count + mapping.BlockedIdsRemoved.Count == 0
        ? BlockedIds.Default
        : BlockedIds.Default.With(mapping.BlockedIdsAdded, mapping.BlockedIdsRemoved);

    /// <summary>The identity that the row is taken by; the fault says why there is none.</summary>
    public SignalFault? Profile(ReadOnlySpan<string> fields, out ProfileId profile)
    {
        var who = Field(fields, _profile).Trim();
        if (!ProfileId.TryParse(who, _blocked, out profile, out var fault) || !TryRead(who, mapping.Profile.Kind, out _, out profile, out fault))
        {
            return IdFault.Of(fault, who, columns.Names[_profile]);
        }

        return null;
    }

    /// <summary>The further identities, without those that are empty; what is none of its kind is noted. Null for none.</summary>
    public IReadOnlyList<Identity>? Others(ReadOnlySpan<string> fields, RowNotes notes)
    {
        List<Identity>? found = null;
        foreach (var (column, kind) in _others)
        {
            var text = Field(fields, column).Trim();
            if (text.Length == 0)
            {
                continue;
            }

            if (TryRead(text, kind, out var identity, out _, out var fault))
            {
                (found ??= []).Add(identity);
            }
            else
            {
                var named = fault.Renamed(columns.Names[column]);
                notes.AddOdd(named with { Message = named.Message + "; left out", Sample = ShownText.Of(text) });
            }
        }

        return found;
    }

    private bool TryRead(
        string text, string? kind, out Identity identity, out ProfileId key, [NotNullWhen(false)] out SignalFault? fault)
    {
        (identity, key, fault) = (new Identity(kind ?? string.Empty, text), default, null);
        if (kind is null && !Identity.TryParse(text, kinds, out identity, out fault))
        {
            return false;
        }

        if (identity.Kind is IdentityKinds.User or IdentityKinds.Anonymous && _blocked.Contains(identity.Value))
        {
            fault = new SignalFault("blocked_id", "identity", "identity is a text that stands for nobody, such as null or 0");
            return false;
        }

        return kinds.TryKey(identity, out key, out fault);
    }

    private static string Field(ReadOnlySpan<string> fields, int column) => column < fields.Length ? fields[column] : string.Empty;
}
