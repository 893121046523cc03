namespace PersonaGrain.Embedded.Journal;

/// <summary>Where the journal of an actor ends.</summary>
/// <param name="Key">The actor's key in the store.</param>
/// <param name="Head">The position of its newest entry.</param>
/// <param name="Sequence">The sequence number of that entry; 0 without any.</param>
internal readonly record struct ActorAddress(long Key, JournalPosition Head, long Sequence);
