namespace PersonaGrain.Grains.Tests.Faults;

/// <summary>Every place where the cluster engine asks storage, and every way in which storage can fail there.</summary>
public enum FaultPoint
{
    /// <summary>The journal takes nothing.</summary>
    AppendRefused,

    /// <summary>The journal takes it, and the answer is lost.</summary>
    AppendUnanswered,

    /// <summary>The journal says that another activation was first.</summary>
    AppendConflict,

    /// <summary>The journal takes nothing of a commit of several profiles.</summary>
    CommitRefused,

    /// <summary>The journal takes a commit of several profiles, and the answer is lost.</summary>
    CommitUnanswered,

    /// <summary>The journal says that someone else appended to one of several profiles first.</summary>
    CommitConflict,

    /// <summary>The journal of a profile can not be read.</summary>
    JournalRead,

    /// <summary>The index of fields can not be read.</summary>
    IndexRead,

    /// <summary>The catalog is not kept.</summary>
    CatalogRefused,

    /// <summary>The catalog is kept, and the answer is lost.</summary>
    CatalogUnanswered,

    /// <summary>The catalog can not be read.</summary>
    CatalogRead,

    /// <summary>A snapshot is not written.</summary>
    SnapshotRefused,

    /// <summary>A snapshot is written, and the answer is lost.</summary>
    SnapshotUnanswered,

    /// <summary>A snapshot can not be read.</summary>
    SnapshotRead,

    /// <summary>The state of a segment shard is not written.</summary>
    ShardRefused,

    /// <summary>The state of a segment shard is written, and the answer is lost.</summary>
    ShardUnanswered,

    /// <summary>The state of a segment shard can not be read.</summary>
    ShardRead,

    /// <summary>A part of a segment shard's members is not written.</summary>
    PartRefused,

    /// <summary>A part of a segment shard's members is written, and the answer is lost.</summary>
    PartUnanswered,

    /// <summary>A part of a segment shard's members can not be read.</summary>
    PartRead,

    /// <summary>How far the re-evaluation got is not written.</summary>
    ReevaluationRefused,

    /// <summary>How far the re-evaluation got is written, and the answer is lost.</summary>
    ReevaluationUnanswered,

    /// <summary>How far the re-evaluation got can not be read.</summary>
    ReevaluationRead,

    /// <summary>A signal is not set aside.</summary>
    QuarantineRefused,

    /// <summary>A signal is set aside, and the answer is lost.</summary>
    QuarantineUnanswered,

    /// <summary>It can not be told whether a signal is set aside already.</summary>
    QuarantineLookUp,

    /// <summary>What is set aside can not be counted.</summary>
    QuarantineCount,

    /// <summary>What is set aside can not be read.</summary>
    QuarantineRead,

    /// <summary>What was taken again, or given up, is not removed.</summary>
    RemovalRefused,

    /// <summary>What was taken again, or given up, is removed, and the answer is lost.</summary>
    RemovalUnanswered,
}
