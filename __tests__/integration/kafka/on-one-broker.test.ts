/*
 * All that is asked of one ordinary broker, on one that is started once. Each file has topics, principals and logins of its own.
 */
import './on-one-broker/acl-hosts.ts';
import './on-one-broker/acls.ts';
import './on-one-broker/connecting.ts';
import './on-one-broker/groups.ts';
import './on-one-broker/mirror-login.ts';
import './on-one-broker/topics.ts';
