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

    public PendingAppend(WorkspaceNumber workspace, ActorAppend append)
    {
        Workspace = workspace;
        Append = append;
        Bytes = (append.NewIds.Count + append.KnownIds.Count) * (sizeof(ulong) + append.Actor.Key.Length);
        Payloads = new byte[append.Entries.Count][];
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(256);
        for (var index = 0; index < Payloads.Length; index++)
        {
            buffer.ResetWrittenCount();
            JournalEntryCodec.Write(append.Entries[index], buffer);
            Payloads[index] = buffer.WrittenSpan.ToArray();
            Bytes += Payloads[index].Length;
            HasEvents |= append.Entries[index].IsEvent;
        }
    }

    public WorkspaceNumber Workspace { get; }

    public ActorAppend Append { get; }

    public byte[][] Payloads { get; }

    public int Bytes { get; }

    /// <summary>Rows it costs; an append without entries still costs its wake-up.</summary>
    public int Rows => Math.Max(1, Payloads.Length + Append.NewIds.Count + Append.KnownIds.Count);

    public bool HasEvents { get; }

    public Task<AppendResult> Answer => _answer.Task;

    /// <summary>Takes it into a commit; false when the appender has gone away before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>The appender goes away; true when no commit has taken it, so that it will never be written.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Waiting) == Waiting;

    public void Complete(AppendResult result) => _answer.TrySetResult(result);

    public void Fail(Exception exception) => _answer.TrySetException(exception);
}
