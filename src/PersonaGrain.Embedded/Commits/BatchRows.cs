using PersonaGrain.Embedded.Journal;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Commits;

/// <summary>A new actor, with where its journal ends.</summary>
internal readonly record struct ActorRow(long Key, string Id, JournalPosition Head, long Sequence);

/// <summary>An event, to be told in the order of instants.</summary>
/// <param name="Key">The key of its actor.</param>
/// <param name="Actor">Its actor.</param>
/// <param name="Entry">What happened.</param>
/// <param name="Committed">The instant of the turn.</param>
/// <param name="Place">Where its entry stands in the journal.</param>
internal readonly record struct EventRow(long Key, ActorId Actor, JournalEntry Entry, Instant Committed, JournalPosition Place);

/// <summary>A snapshot to write; its bytes lie in the batch.</summary>
internal readonly record struct SnapshotRow(long Actor, long Sequence, int Catalog, int Start, int Length);

/// <summary>A wake-up to store, or one that is over.</summary>
internal readonly record struct WakeRow(long Actor, Instant At, bool IsOver = false);

/// <summary>A message id for the index of ids.</summary>
internal readonly record struct IdRow(long Actor, ulong Id);

/// <summary>A mark in a history.</summary>
internal readonly record struct MarkRow(long Actor, long Sequence, JournalPosition Position);

/// <summary>Where the journal of an actor ends, for the table of actors.</summary>
internal readonly record struct HeadRow(long Actor, JournalPosition Head, long Sequence);
