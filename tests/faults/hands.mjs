// What people do with their hands: press a button, fill in a form and send it. As Slack reports it to the app.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { app, strange, team } from './workspace.mjs';

const kFormMs = 4000;

/** All elements that can be pressed in a message. */
export function buttons(message) {
    return (message.blocks ?? [])
        .filter(block => block.type === 'actions')
        .flatMap(block =>
            block.elements.filter(one => one.type === 'button').map(one => ({ ...one, block_id: block.block_id })),
        );
}

/** A form as somebody fills it in who writes `text` wherever a text is required and takes the first of each choice. */
function filled(view, text) {
    const value = ({ element, optional }) => {
        const first = element.options?.[0] ?? element.option_groups?.[0]?.options?.[0];
        if (element.type === 'plain_text_input') return { value: optional ? null : text };
        if (element.type === 'users_select') return { selected_user: element.initial_user ?? null };
        if (element.type === 'multi_users_select') return { selected_users: element.initial_users ?? [] };
        if (element.type === 'checkboxes') return { selected_options: element.initial_options ?? [] };
        return { selected_option: element.initial_option ?? (optional ? null : first) };
    };
    const inputs = view.blocks.filter(block => block.type === 'input');
    return Object.fromEntries(
        inputs.map(block => [
            block.block_id,
            { [block.element.action_id]: { type: block.element.type, ...value(block) } },
        ]),
    );
}

const anybody = id => ({
    id,
    username: id.toLowerCase(),
    name: id.toLowerCase(),
    team_id: id === strange.foreign ? 'T0OTHER' : team,
});

export class Hands {
    constructor({ world, mode, methods, ledger, faults, dice }) {
        Object.assign(this, { world, mode, methods, ledger, faults, dice });
    }

    trigger(user) {
        const id = `${randomUUID()}.trigger`;
        this.methods.triggers.set(id, { user, used: false, at: Date.now() });
        return id;
    }

    actor(user) {
        return {
            user: anybody(user),
            team: { id: team, domain: 'faults' },
            enterprise: null,
            api_app_id: app,
            token: 'x',
            is_enterprise_install: false,
            trigger_id: this.trigger(user),
        };
    }

    responseUrl() {
        return `http://127.0.0.1:${this.port}/hooks/${randomUUID()}`;
    }

    /** What the person sees that was opened by this trigger. */
    async opened(trigger) {
        for (const end = Date.now() + kFormMs; Date.now() < end; await pause(50))
            for (const one of this.methods.views.values()) if (one.trigger === trigger) return one.view;
        return undefined;
    }

    /** Sends a form; pressed again when nothing seems to happen. */
    async submit(user, trigger, text, tries = 2) {
        const view = await this.opened(trigger);
        if (!view) return false;
        const shown = { ...view, state: { values: filled(view, text) } };
        for (let i = 0; i < tries; ++i) {
            const ack = await this.mode.ask(
                'interactive',
                { type: 'view_submission', ...this.actor(user), view: shown, response_urls: [] },
                true,
            );
            if (ack) return ack.payload?.response_action !== 'errors';
            await pause(500);
        }
        return false;
    }

    async press(user, channel, message, label) {
        const button = buttons(message).find(one => one.text.text === label);
        if (!button) return {};
        const actor = this.actor(user);
        const { type, action_id, block_id, value, text } = button;
        const ack = await this.mode.ask(
            'interactive',
            {
                type: 'block_actions',
                ...actor,
                channel: { id: channel, name: 'x' },
                message,
                state: { values: {} },
                response_url: this.responseUrl(),
                container: { type: 'message', message_ts: message.ts, channel_id: channel, is_ephemeral: false },
                actions: [{ type, action_id, block_id, value, text, action_ts: this.world.nextTs() }],
            },
            false,
        );
        return { ack, trigger: actor.trigger_id };
    }
}
