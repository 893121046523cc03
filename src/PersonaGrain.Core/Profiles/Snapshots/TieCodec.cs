using PersonaGrain.Accounts;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Profiles.Snapshots;

/// <summary>The stored form of what a profile is tied to: the accounts of a person, the members of an account.</summary>
internal static class TieCodec
{
    private const byte OfPerson = 1;
    private const byte OfAccount = 2;

    internal static void Write(ProfileState state, CatalogModel model, in ByteWriter writer)
    {
        // A catalog without accounts folds nothing of them: what came under it is to be learned by one that has some again.
        writer.Byte((byte)(state.HasIncompleteTies || !(model.HasAccounts || model.IsOfAccounts) ? 1 : 0));
        (state.Belongings ?? new Belongings()).Write(writer);
        writer.Byte(state.Members is null ? OfPerson : OfAccount);
        if (state.Members is not { } members)
        {
            return;
        }

        writer.Unsigned((ulong)model.MemberTraits.Length);
        foreach (var trait in model.MemberTraits)
        {
            writer.Text(trait);
        }

        members.Write(writer);
    }

    /// <summary>Reads it; false where something of it is to be learned from history.</summary>
    internal static bool Read(ProfileState state, CatalogModel model, ref ByteReader reader, bool isThere)
    {
        state.Members = model.IsOfAccounts ? new Members() : null;
        if (!isThere)
        {
            return false;
        }

        var isIncomplete = reader.Byte() != 0;
        var belongings = Belongings.Read(ref reader);
        state.Belongings = belongings.IsEmpty ? null : belongings;
        if (reader.Byte() == OfPerson)
        {
            return !isIncomplete;
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var left = reader.Count(); left > 0; left--)
        {
            known.Add(reader.Text());
        }

        state.Members = Members.Read(ref reader);
        return !isIncomplete && Array.TrueForAll(model.MemberTraits, known.Contains);
    }
}
