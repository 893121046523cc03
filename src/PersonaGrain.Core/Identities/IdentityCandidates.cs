using PersonaGrain.Catalogs;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>Gathers the identities of one signal: each once, in the form of its kind; what can not be taken is noted.</summary>
internal sealed class IdentityCandidates(IdentityKinds kinds)
{
    /// <summary>The name of what is at fault where the sender gave a list of identities.</summary>
    private const string Field = "identities";

    private readonly List<(int Rank, ProfileId Key)> _found = [];
    private FieldNotes _notes = new(FaultPolicy.Drop);

    /// <summary>What was left out.</summary>
    internal IReadOnlyList<SignalFault> Notes => _notes.ToList();

    /// <summary>Takes an identity as it was sent.</summary>
    internal void Add(in Identity sent) => Add(sent, kinds.Find(sent.Kind ?? string.Empty) is { } kind ? $"{Field}.{kind.Name}" : Field);

    /// <summary>Takes an identity as it was sent, in a field of its own.</summary>
    internal void Add(in Identity sent, string field)
    {
        if (!kinds.TryKey(sent, out var key, out var fault))
        {
            Note(fault.Renamed(field) with { Sample = fault.Sample ?? ValueMask.Of(sent.Value) });
        }
        else
        {
            Insert(kinds.Find(sent.Kind)!.Rank, key);
        }
    }

    internal void Note(SignalFault fault) => _notes.Add(fault);

    /// <summary>The keys, those of highest priority first, of one kind as they were sent; at most so many, with a note where there are more.</summary>
    internal IReadOnlyList<ProfileId> Take(int most)
    {
        if (_found.Count > most)
        {
            Note(new SignalFault("too_many_identities", Field, $"{_found.Count} identities; the {most} of highest priority are taken"));
        }

        var keys = new ProfileId[Math.Min(most, _found.Count)];
        for (var index = 0; index < keys.Length; index++)
        {
            keys[index] = _found[index].Key;
        }

        return keys;
    }

    /// <summary>Leaves one out that is named otherwise already.</summary>
    internal void Remove(ProfileId key) => _found.RemoveAll(found => found.Key == key);

    private void Insert(int rank, ProfileId key)
    {
        var place = _found.Count;
        for (var index = _found.Count - 1; index >= 0; index--)
        {
            if (_found[index].Key == key)
            {
                return;
            }

            place = _found[index].Rank > rank ? index : place;
        }

        _found.Insert(place, (rank, key));
    }
}
