using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>What an activation keeps between turns.</summary>
internal sealed class ActorActivation(ActorAddress address, WorkspaceServices services, IGrainContext context)
{
    private static readonly DeactivationReason Idle = new(DeactivationReasonCode.ApplicationRequested, "the actor's turn ended");

    /// <summary>Whose it is.</summary>
    public ActorId Id => address.Actor;

    /// <summary>Whose it is, of which workspace.</summary>
    public ActorAddress Address => address;

    /// <summary>What its workspace has here.</summary>
    public WorkspaceServices Services => services;

    /// <summary>The actor; null where it is to be loaded.</summary>
    public Actor? Actor { get; set; }

    /// <summary>The epoch of the <see cref="ActivationFence"/> in which the actor was seen to be as its journal says.</summary>
    public int VerifiedIn { get; set; } = ActivationFence.Unverified;

    /// <summary>What others append to its journal; null where nobody ever did.</summary>
    public ForeignAppends? Foreign { get; set; }

    /// <summary>The stored snapshot's version; null where it was not looked at.</summary>
    public SnapshotVersion? Snapshot { get; set; }

    /// <summary>The snapshot that is being written.</summary>
    public Task Saving { get; set; } = Task.CompletedTask;

    /// <summary>How it stands with those who follow the actor; null where nobody ever did.</summary>
    public FollowerCalls? Followers { get; set; }

    /// <summary>It leaves memory when its turn ends, since nobody but schedule and re-evaluation asked for it.</summary>
    public bool IsToLeave { get; set; } = true;

    /// <summary>Leaves memory as soon as nothing more waits for it, where nobody asked for it, or it is not to be kept.</summary>
    /// <remarks>While followers are told it stays: that they were is known in memory alone.</remarks>
    public void LeaveUnlessKept(bool forgetsIdle)
    {
        if (Followers is not { IsTelling: true } && (IsToLeave || forgetsIdle || services.IsRemoved))
        {
            context.Deactivate(Idle);
        }
    }
}
