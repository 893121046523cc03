using PersonaGrain.Catalogs;
using PersonaGrain.Signals.Composition;

namespace PersonaGrain.Signals;

/// <summary>
/// Checks the trait changes of a signal: declared types are converted where nothing is lost, what can not be taken is cut or left out. What is done here is
/// final: a later catalog does not read traits anew. Sound ones cost no allocation.
/// </summary>
internal static class TraitMending
{
    private const string Kind = "traits";

    /// <summary>The most trait changes on one signal.</summary>
    private const int MaximumCount = 255;

    /// <summary>The changes as they are stored; the same where they are sound.</summary>
    internal static IReadOnlyList<TraitChange> Mend(
        IReadOnlyList<TraitChange> changes, IReadOnlyDictionary<string, TraitDocument> declared, ref FieldNotes notes)
    {
        var count = changes.Count;
        if (count > MaximumCount)
        {
            notes.Add(new SignalFault("too_many_traits", Kind, $"{count} traits; the first {MaximumCount} are taken"));
            count = MaximumCount;
        }

        List<TraitChange>? kept = count < changes.Count ? [] : null;
        for (var index = 0; index < count; index++)
        {
            var change = changes[index];
            var isTaken = TryMend(change, declared, ref notes, out var mended);
            if (kept is null && isTaken && mended == change)
            {
                continue;
            }

            kept ??= [.. changes.Take(index)];
            if (isTaken)
            {
                kept.Add(mended);
            }
        }

        return kept ?? changes;
    }

    private static bool TryMend(in TraitChange sent, IReadOnlyDictionary<string, TraitDocument> declared, ref FieldNotes notes, out TraitChange mended)
    {
        mended = sent;
        if (!IdentifierText.IsSound(sent.Name, FieldName.MaximumLength))
        {
            return FieldName.Check(sent.Name, Kind, ref notes);
        }

        var change = mended = sent with { Name = ComposedText.Of(sent.Name) };

        if (!ValueMending.IsSound(change.Value))
        {
            if (!ValueMending.TryMend(change.Value, FieldName.Of(Kind, change.Name), ref notes, out var value))
            {
                return false;
            }

            mended = change with { Value = value };
        }

        var fault = change.Removes ? null : TraitRule.Read(mended, declared.GetValueOrDefault(change.Name), notes.IsStrict, out mended);
        if (fault is null)
        {
            return true;
        }

        notes.Add(fault);
        return false;
    }
}
