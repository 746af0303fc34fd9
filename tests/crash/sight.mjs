// What people at the desk see when they decide what to do next: tickets with their threads, and buttons.
import { channels } from './desk.mjs';
import { buttons } from './form.mjs';

const kFreshMs = 1500;
const agentChannels = [channels.triageIt, channels.triageFac];

/** The key that the bot put on its post; '' for what people wrote. */
export const keyOf = message => message.metadata?.event_payload?.key ?? '';

/** The content of the workspace, read again when the last reading is old: people look now and then. */
export class Sight {
    constructor(workspace) {
        this.workspace = workspace;
        this.at = 0;
    }

    async look() {
        if (Date.now() - this.at > kFreshMs) {
            this.at = Date.now();
            this.content = this.workspace.content();
        }
        return this.content;
    }

    /** All messages with their channel. */
    async messages() {
        const { channels: all } = await this.look();
        return all.flatMap(channel => channel.messages.map(message => ({ channel, message })));
    }

    /** Where a ticket is discussed with its requester: {channel, root, who}; the receipt shows that it is known. */
    async requesterThreads() {
        return (await this.messages())
            .filter(({ message }) => keyOf(message).startsWith('receipt:') && keyOf(message).split(':').length === 2)
            .map(({ channel, message }) => {
                const root = message.thread_ts ?? message.ts;
                const first = channel.messages.find(one => one.ts === root);
                const who = channel.type === 'im' ? channel.members.find(one => one !== message.user) : first?.user;
                return { channel: channel.id, isDirect: channel.type === 'im', root, who };
            });
    }

    /** Where agents discuss a ticket: {channel, root}. */
    async agentThreads() {
        return (await this.messages())
            .filter(({ channel, message }) => agentChannels.includes(channel.id) && keyOf(message).startsWith('card:'))
            .map(({ channel, message }) => ({ channel: channel.id, root: message.ts }));
    }

    /** Messages with a button of this label: {channel, message, button}. */
    async withButton(label) {
        return (await this.messages())
            .map(one => ({ ...one, button: buttons(one.message).find(button => button.label === label) }))
            .filter(one => one.button);
    }
}
