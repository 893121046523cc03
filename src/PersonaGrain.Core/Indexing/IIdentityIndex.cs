using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Indexing;

/// <summary>Which identities there are, ordered by their keys. May be asked by many threads at once.</summary>
public interface IIdentityIndex
{
    /// <summary>Actors whose keys begin with a text, in the order of the bytes of these: identities of people, and whatever else there is.</summary>
    /// <param name="prefix">The text; not empty.</param>
    /// <param name="after">The key to read on after; null for the first page.</param>
    /// <param name="limit">At least 1. Fewer than this means the end.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<ActorId>> KeyPageAsync(string prefix, string? after, int limit, CancellationToken cancellation);

    /// <summary>Identities, each with the one whose actor holds its person, in their order.</summary>
    /// <param name="identities">A page of them.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<FoundIdentity>> HoldersAsync(IReadOnlyList<ProfileId> identities, CancellationToken cancellation);
}

/// <summary>An identity that was found.</summary>
/// <param name="Identity">The identity.</param>
/// <param name="Person">The one whose actor holds its person; itself where it was never joined.</param>
public readonly record struct FoundIdentity(ProfileId Identity, ProfileId Person);

/// <summary>Keys that begin with a text, as bounds in an order of their bytes.</summary>
public static class KeyPrefix
{
    /// <summary>No key that begins with a text is greater than it and this.</summary>
    public const string Last = "\U0010FFFF";
}
