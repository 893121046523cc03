using System.Buffers;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres.Journal;

/// <summary>An append on its way to a commit. Encoded by the appender's own thread, answered once.</summary>
internal sealed class PendingAppend
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;

    /// <summary>Every appender's thread encodes into a buffer of its own; nothing of it is kept.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    private readonly TaskCompletionSource<AppendResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    /// <summary>An append that waits for itself alone.</summary>
    public PendingAppend(WorkspaceNumber workspace, ActorAppend append)
    {
        Workspace = workspace;
        Append = append;
        Head = this;
        var indexed = append.Index?.Entries.Count ?? 0;
        Bytes = (append.NewIds.Count + append.KnownIds.Count + (2 * indexed)) * (sizeof(ulong) + append.Actor.Key.Length);
        Rows = Math.Max(1, append.Entries.Count + append.NewIds.Count + append.KnownIds.Count + indexed);
        Payloads = new byte[append.Entries.Count][];
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(256);
        for (var index = 0; index < Payloads.Length; index++)
        {
            buffer.ResetWrittenCount();
            JournalEntryCodec.Write(append.Entries[index], buffer);
            Payloads[index] = buffer.WrittenSpan.ToArray();
            Bytes += Payloads[index].Length;
        }
    }

    /// <summary>Appends to several actors that are committed together or not at all: the first one waits and is answered for all.</summary>
    public PendingAppend(WorkspaceNumber workspace, IReadOnlyList<ActorAppend> appends)
        : this(workspace, appends[0])
    {
        Others = new PendingAppend[appends.Count - 1];
        for (var index = 0; index < Others.Length; index++)
        {
            Others[index] = new PendingAppend(workspace, appends[index + 1]) { Head = this };
            Bytes += Others[index].Bytes;
            Rows += Others[index].Rows;
        }
    }

    public WorkspaceNumber Workspace { get; }

    public ActorAppend Append { get; }

    public byte[][] Payloads { get; }

    /// <summary>The one that waits, for this one too.</summary>
    public PendingAppend Head { get; private init; }

    /// <summary>Those that are committed with it or not at all; nearly always none.</summary>
    public PendingAppend[] Others { get; } = [];

    /// <summary>Whether an id of one of them may be known already.</summary>
    public bool HasNewIds => Append.NewIds.Count > 0 || Array.Exists(Others, static other => other.HasNewIds);

    public int Bytes { get; }

    /// <summary>Rows it costs; an append without entries still costs its wake-up.</summary>
    public int Rows { get; }

    public Task<AppendResult> Answer => _answer.Task;

    /// <summary>Takes it into a commit; false when the appender has gone away before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>The appender goes away; true when no commit has taken it, so that it will never be written.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Waiting) == Waiting;

    public void Complete(AppendResult result) => _answer.TrySetResult(result);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
