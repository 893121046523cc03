using PersonaGrain.Profiles;

namespace PersonaGrain.Turns;

/// <summary>A kind of actor: profiles, and whatever else has a journal, a state, turns and a next wake-up. Hosts run every kind alike.</summary>
public abstract class ActorKind
{
    /// <summary>The name of the kind of profiles.</summary>
    public const string ProfileName = "profile";

    /// <summary>The kind of profiles.</summary>
    public static readonly ActorKind Profile = new ProfileKind();

    /// <summary>Its name, part of the keys of its actors; must not change.</summary>
    public abstract string Name { get; }

    /// <summary>An actor of this kind that is not loaded yet.</summary>
    public abstract Actor Create(ActorId id);
}

/// <summary>The kinds of actors that a grid has. Profiles are always among them.</summary>
public sealed class ActorKinds
{
    /// <summary>The kinds of this product: what hosts and importers have where they are not told otherwise.</summary>
    public static readonly ActorKinds Standard = new([]);

    private readonly Dictionary<string, ActorKind> _others;

    /// <summary>Profiles, and other kinds beside them.</summary>
    /// <exception cref="ArgumentException">Two kinds have one name.</exception>
    public ActorKinds(IEnumerable<ActorKind> others)
    {
        _others = others.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
        if (_others.ContainsKey(ActorKind.ProfileName))
        {
            throw new ArgumentException("profiles are among the kinds already", nameof(others));
        }
    }

    /// <summary>Whether the grid has the kind of an actor.</summary>
    public bool Has(ActorId id) => id.IsProfile || _others.ContainsKey(id.Kind);

    /// <summary>An actor that is not loaded yet.</summary>
    /// <exception cref="InvalidOperationException">The grid has no such kind: its store was written by a program that has more.</exception>
    public Actor Create(ActorId id) => id.IsProfile
        ? ActorKind.Profile.Create(id)
        : _others.TryGetValue(id.Kind, out var kind) ? kind.Create(id) : throw new InvalidOperationException($"this program has no actors of kind {id.Kind}");
}
