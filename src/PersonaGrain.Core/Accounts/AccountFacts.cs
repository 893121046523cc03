using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Accounts;

/// <summary>What a person knows of an account that it belongs to: what conditions of people may ask. Immutable.</summary>
/// <param name="Account">The account's key.</param>
/// <param name="Followed">The newest entry of the account's journal that it is of.</param>
/// <param name="Segments">The segments that the account is in.</param>
/// <param name="Traits">The declared traits of the account that are asked for, those that it has.</param>
/// <param name="Ancestors">The accounts that it belongs to, and those that these belong to, nearest first.</param>
internal sealed record AccountFacts(ProfileId Account, long Followed, string[] Segments, (string Name, AttributeValue Value)[] Traits, Ancestor[] Ancestors)
{
    /// <summary>What an account is.</summary>
    /// <param name="account">The account's key.</param>
    /// <param name="sequence">The newest entry of its journal that the state is of.</param>
    /// <param name="catalog">The catalog of accounts that the state is of.</param>
    /// <param name="state">The account.</param>
    /// <param name="people">The catalog of people, which says what is asked.</param>
    internal static AccountFacts Of(ProfileId account, long sequence, Catalog catalog, ProfileState state, Catalog people)
    {
        string[] segments = [.. catalog.Model.Segments.Select(static segment => segment.Name).Where((_, index) => state.Segments[index].Member).Order(StringComparer.Ordinal)];
        (string Name, AttributeValue Value)[] traits = [.. people.Model.AccountTraits
            .Select(name => (Name: name, Value: state.Traits.Find(name))).Where(static trait => trait.Value.Kind != AttributeKind.None)];
        return new AccountFacts(account, sequence, segments, traits, state.Belongings?.Ancestors(account) ?? []);
    }

    /// <summary>Bytes of managed memory, by its own account.</summary>
    internal int EstimatedBytes => 120 + (Segments.Length * 8) + (Traits.Length * 40) + (Ancestors.Length * 16);

    /// <summary>Whether others say the same of the account.</summary>
    internal bool SaysTheSameAs(AccountFacts? other) =>
        other is not null && Segments.AsSpan().SequenceEqual(other.Segments) && Traits.AsSpan().SequenceEqual(other.Traits)
        && Ancestors.AsSpan().SequenceEqual(other.Ancestors);

    /// <summary>The value of a trait; of kind <see cref="AttributeKind.None"/> where there is none.</summary>
    internal AttributeValue Find(string trait)
    {
        foreach (ref readonly var known in Traits.AsSpan())
        {
            if (string.Equals(known.Name, trait, StringComparison.Ordinal))
            {
                return known.Value;
            }
        }

        return default;
    }

    internal void Write(in ByteWriter writer)
    {
        writer.Text(Account.Value);
        writer.Unsigned((ulong)Followed);
        writer.Unsigned((ulong)Segments.Length);
        foreach (var segment in Segments)
        {
            writer.Text(segment);
        }

        writer.Unsigned((ulong)Traits.Length);
        foreach (var (name, value) in Traits)
        {
            writer.Text(name);
            AttributeCodec.Write(value, writer);
        }

        writer.Unsigned((ulong)Ancestors.Length);
        foreach (var ancestor in Ancestors)
        {
            writer.Text(ancestor.Account.Value);
            writer.Byte(ancestor.Depth);
        }
    }

    internal static AccountFacts Read(ref ByteReader reader)
    {
        var (account, followed) = (ProfileId.OfStored(reader.Text()), (long)reader.Unsigned());
        var segments = new string[reader.Count()];
        for (var index = 0; index < segments.Length; index++)
        {
            segments[index] = string.Intern(reader.Text());
        }

        var traits = new (string, AttributeValue)[reader.Count()];
        for (var index = 0; index < traits.Length; index++)
        {
            traits[index] = (string.Intern(reader.Text()), AttributeCodec.Read(ref reader));
        }

        var ancestors = new Ancestor[reader.Count()];
        for (var index = 0; index < ancestors.Length; index++)
        {
            ancestors[index] = new Ancestor(ProfileId.OfStored(reader.Text()), reader.Byte());
        }

        return new AccountFacts(account, followed, segments, traits, ancestors);
    }
}

/// <summary>An account that another one belongs to, by itself or by others.</summary>
/// <param name="Account">The account.</param>
/// <param name="Depth">How many steps lead there; 1 for an account that the other one belongs to itself.</param>
internal readonly record struct Ancestor(ProfileId Account, byte Depth)
{
    /// <summary>Accounts that are further away are left out: so a ring of accounts ends, and so does what is said of one that was taken out of it.</summary>
    internal const byte MaximumDepth = 5;
}
